using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Telemetry;
using AgentFunctions.TestKit.Hosting;

namespace AgentFunctions.Core.Tests.Telemetry;

public sealed class MetricOwnersTests
{
    private readonly MetricOwners _owners = new();

    [Fact]
    public void Of_Call_IsItsTenantAndTheAgentsTeam()
    {
        Assert.Equal(new MetricOwner("t", "red"), _owners.Of(Call("t", "red")));
        Assert.Equal(new MetricOwner("t", ""), _owners.Of(Call("t", null)));
    }

    [Fact]
    public void Of_ManyTeamsAndTenants_AreBounded()
    {
        var teams = Enumerable.Range(0, 3000).Select(i => _owners.Of(Call("t", $"team{i}"))).Distinct().ToList();
        var tenants = Enumerable.Range(0, 3000).Select(i => _owners.Of(Call($"t{i}", "red"))).Distinct().ToList();

        Assert.Equal(1001, teams.Count);
        Assert.Contains(new MetricOwner("t", MetricOwners.Other), teams);
        Assert.Equal(200, tenants.Count);
        Assert.Contains(new MetricOwner(MetricOwners.Other, MetricOwners.Other), tenants);
        Assert.Equal(new MetricOwner("t", "team0"), _owners.Of(Call("t", "team0")));
    }

    private static Caller Call(string tenant, string? team) =>
        new(new Principal(tenant, PrincipalKind.Agent, "a"), "k", new Resource<AgentSpec>(tenant, "a", new AgentSpec { Team = team }, "e", 1), new FakeControlPlaneView());
}
