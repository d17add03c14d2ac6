using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Gateway.Models.Stages;
using AgentFunctions.TestKit.Hosting;

namespace AgentFunctions.Gateway.Tests.Models.Stages;

public sealed class ModelAccessTests
{
    [Theory]
    [InlineData("sim-small", "sim-small")]
    [InlineData("sim-other", "sim-other")]
    [InlineData("sim-*", "sim-*,sim-small")]
    [InlineData("sim-s*", "sim-s*,sim-small")]
    [InlineData("*", "gpt-4o,sim-*,sim-small")]
    [InlineData("gpt-*", "gpt-4o")]
    [InlineData("none", "")]
    [InlineData("none-*", "")]
    public void Usable_ListOfTheAgent_NamesExactlyWhatACallMayAskFor(string entry, string expected)
    {
        var view = new FakeControlPlaneView().With("sim-small", new ModelSpec()).With("sim-*", new ModelSpec()).With("gpt-4o", new ModelSpec());
        var agent = new Resource<AgentSpec>(view.TenantId, "a", new AgentSpec { Models = [entry] }, "etag-1", 1);
        var caller = new Caller(new Principal(view.TenantId, PrincipalKind.Agent, "a"), "key-1", agent, view);

        var usable = ModelAccess.Usable(caller);

        Assert.Equal(expected, string.Join(',', usable));
        Assert.All(usable.Where(static name => !name.EndsWith('*')), name => Assert.True(ModelAccess.IsAllowed(caller, name)));
    }
}
