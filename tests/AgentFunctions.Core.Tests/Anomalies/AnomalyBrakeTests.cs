using AgentFunctions.Core.Anomalies;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.States;

namespace AgentFunctions.Core.Tests.Anomalies;

/// <summary>Where throttling is wanted, an anomaly throttles its agent for an hour, and nothing that an operator decided is undone.</summary>
public sealed class AnomalyBrakeTests
{
    private static readonly Actor Operator = new(AnomalyWorld.Tenant, Access.Of(PrincipalKind.Operator, []), "operator/ops");

    [Fact]
    public async Task Anomaly_ThrottlesTheAgentForAnHour()
    {
        await using var world = await UsualAsync();
        await SpendAsync(world);

        var state = await StateAsync(world);

        Assert.Equal((OperatingState.Throttled, "system", false), (state!.State, state.By, state.ByPlatform));
        Assert.Equal(world.Time.GetUtcNow() + TimeSpan.FromHours(1), state.Until);
        Assert.StartsWith("Unusual spending: ", state.Reason, StringComparison.Ordinal);
        Assert.NotEmpty(await world.ToldAsync());
    }

    [Fact]
    public async Task LiftedByAnOperator_StaysLiftedWhileTheEpisodeGoesOn()
    {
        await using var world = await UsualAsync();
        await SpendAsync(world);
        Assert.NotNull(await StateAsync(world));

        await SetAsync(world, new StateChange(OperatingState.Active, null, null));
        world.Time.Advance(TimeSpan.FromMinutes(5));
        await SpendAsync(world);

        Assert.Null(await StateAsync(world));
    }

    [Theory]
    [InlineData(OperatingState.Suspended)]
    [InlineData(OperatingState.Killed)]
    public async Task OutOfServiceAlready_StaysAsItIs(OperatingState set)
    {
        await using var world = await UsualAsync();
        await SetAsync(world, new StateChange(set, "stopped", null));
        await SpendAsync(world);

        var state = await StateAsync(world);

        Assert.Equal((set, "stopped"), (state!.State, state.Reason));
        Assert.NotEmpty(await world.ToldAsync());
    }

    [Fact]
    public async Task OnlyNotify_ChangesNoState()
    {
        await using var world = await AnomalyWorld.StartAsync();
        await world.UsuallyAsync(24, "0.50");
        await SpendAsync(world);

        Assert.Null(await StateAsync(world));
        Assert.NotEmpty(await world.ToldAsync());
    }

    private static async Task<AnomalyWorld> UsualAsync()
    {
        var world = await AnomalyWorld.StartAsync(static o => o.Action = AnomalyAction.Throttle);
        await world.UsuallyAsync(24, "0.50");
        return world;
    }

    private static async Task SpendAsync(AnomalyWorld world)
    {
        await world.SpendAsync("3.00");
        await world.LookAsync();
    }

    private static async Task SetAsync(AnomalyWorld world, StateChange change) =>
        Assert.Null((await world.First.Get<ResourceStates>().SetAsync(Operator, ResourceKinds.Agents, "demo", change, CancellationToken.None)).Error);

    private static async Task<ResourceState?> StateAsync(AnomalyWorld world)
    {
        var found = await world.First.Resources.GetAsync(Operator, ResourceKinds.Agents, "demo", CancellationToken.None);
        return found.Value!.State;
    }
}
