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

    [Theory]
    [InlineData("*", null, null, "gpt-4o,sim-*,sim-small")]
    [InlineData("*", "sim-*", null, "sim-*,sim-small")]
    [InlineData("sim-*", "*", "sim-small", "sim-small")]
    [InlineData("gpt-4o,sim-small", "sim-*", "*", "sim-small")]
    [InlineData("gpt-4o", "sim-*", null, "")]
    [InlineData("*", "", null, "")]
    [InlineData("*", "*", "gpt-*,sim-x", "gpt-4o,sim-x")]
    public void Usable_AgentTeamAndKey_DecideTogether(string agentModels, string? teamModels, string? keyModels, string expected)
    {
        var view = new FakeControlPlaneView().With("sim-small", new ModelSpec()).With("sim-*", new ModelSpec()).With("gpt-4o", new ModelSpec());
        if (teamModels is not null) view.With("t", new TeamSpec { Models = Split(teamModels) });
        var agent = new Resource<AgentSpec>(view.TenantId, "a", new AgentSpec { Models = Split(agentModels), Team = teamModels is null ? null : "t" }, "etag-1", 1);
        var caller = new Caller(new Principal(view.TenantId, PrincipalKind.Agent, "a"), "key-1", agent, view) { KeyModels = keyModels is null ? null : Split(keyModels) };

        var usable = ModelAccess.Usable(caller);

        Assert.Equal(expected, string.Join(',', usable));
        foreach (var name in new[] { "sim-small", "gpt-4o", "sim-x" }) Assert.Equal(Covers(agentModels, name) && Covers(teamModels ?? "*", name) && Covers(keyModels ?? "*", name), ModelAccess.IsAllowed(caller, name));
    }

    private static string[] Split(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static bool Covers(string list, string name) => Split(list).Any(entry => entry.EndsWith('*') ? name.StartsWith(entry[..^1], StringComparison.Ordinal) : entry == name);
}
