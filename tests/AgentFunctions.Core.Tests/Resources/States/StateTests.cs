using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.States;

namespace AgentFunctions.Core.Tests.Resources.States;

public sealed class StateTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    public static TheoryData<string, string> Path => new() { { "tenants", "default" }, { "teams", "t" }, { "agents", "a" }, { "keys", "k" } };

    [Theory]
    [MemberData(nameof(Path))]
    public async Task Suspended_AnywhereOnThePath_RefusesNewCallsWithTheReasonAndLetsRunningOnesEnd(string kind, string id)
    {
        await using var instance = await StartAsync();
        var key = await KeyAsync(instance);
        await SetAsync(instance, kind, id, OperatingState.Suspended, "spends too much");

        var refused = (await instance.AuthenticateAsync(key)).Error!;
        var running = await RecheckAsync(instance, key);

        Assert.Equal((403, "suspended"), (refused.Status, refused.Code));
        Assert.Contains($"{kind}/{id} is suspended: spends too much", refused.Message, StringComparison.Ordinal);
        Assert.Null(running.Error);
    }

    [Theory]
    [MemberData(nameof(Path))]
    public async Task Killed_AnywhereOnThePath_EndsRunningCallsToo(string kind, string id)
    {
        await using var instance = await StartAsync();
        var key = await KeyAsync(instance);
        await SetAsync(instance, kind, id, OperatingState.Killed, "leaks");

        Assert.Equal("suspended", (await RecheckAsync(instance, key)).Error!.Code);
    }

    [Theory]
    [MemberData(nameof(Path))]
    public async Task Set_InOneProcess_HoldsInAnotherWithinTwoSecondsAndIsLifted(string kind, string id)
    {
        await using var instance = await StartAsync();
        await using var other = instance.Sibling();
        var key = await KeyAsync(instance);
        Assert.Equal("ok", await other.VerdictAsync(key));

        await SetAsync(instance, kind, id, OperatingState.Suspended, "r");
        instance.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("suspended", await other.VerdictAsync(key));
        await SetAsync(instance, kind, id, OperatingState.Active, null);
        instance.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("ok", await other.VerdictAsync(key));
    }

    [Theory]
    [MemberData(nameof(Path))]
    public async Task Throttled_IsSaidToTheGateway(string kind, string id)
    {
        await using var instance = await StartAsync();
        var key = await KeyAsync(instance);
        await SetAsync(instance, kind, id, OperatingState.Throttled, "r");

        Assert.Equal($"{kind}/{id}", (await instance.AuthenticateAsync(key)).Caller!.Throttled);
    }

    [Fact]
    public async Task Until_Passed_EndsByItself()
    {
        await using var instance = await StartAsync();
        var key = await KeyAsync(instance);
        await instance.Get<ResourceStates>().SetAsync(
            Actor.System("default"), ResourceKinds.Agents, "a", new StateChange(OperatingState.Killed, "r", instance.Time.GetUtcNow().AddMinutes(1)), None);
        Assert.Equal("suspended", await instance.VerdictAsync(key));

        instance.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("ok", await instance.VerdictAsync(key));
    }

    [Fact]
    public async Task Spec_PutAgain_DoesNotLiftTheState()
    {
        await using var instance = await StartAsync();
        var key = await KeyAsync(instance);
        await SetAsync(instance, "agents", "a", OperatingState.Killed, "r");

        await instance.PutAsync("agents", "a", """{"team":"t","models":["sim-small"],"owner":"new"}""");

        Assert.Equal("suspended", await instance.VerdictAsync(key));
    }

    [Fact]
    public async Task SetByThePlatform_IsLiftedByThePlatformOnly()
    {
        await using var instance = await StartAsync();
        var ops = ControlInstance.ActorOf(PrincipalKind.Operator);
        await SetAsync(instance, "agents", "a", OperatingState.Suspended, "r");

        var refused = await instance.Get<ResourceStates>().SetAsync(ops, ResourceKinds.Agents, "a", new StateChange(OperatingState.Active, null, null), None);

        Assert.Equal("not_entitled", refused.Error!.Code);
        await SetAsync(instance, "agents", "a", OperatingState.Active, null);
        Assert.Null((await instance.Get<ResourceStates>().SetAsync(ops, ResourceKinds.Agents, "a", new StateChange(OperatingState.Killed, "r", null), None)).Error);
        Assert.Null((await instance.Get<ResourceStates>().SetAsync(ops, ResourceKinds.Agents, "a", new StateChange(OperatingState.Active, null, null), None)).Error);
    }

    [Fact]
    public async Task DeletedAndCreatedAgain_KeepsTheStateUntilItIsLifted()
    {
        await using var instance = await StartAsync();
        await KeyAsync(instance);
        await SetAsync(instance, "agents", "a", OperatingState.Killed, "r");
        await instance.DeleteAsync("keys", "k");
        await instance.DeleteAsync("agents", "a");

        await instance.PutAsync("agents", "a", """{"team":"t","models":["sim-small"]}""");
        var key = await KeyAsync(instance);

        Assert.Equal("suspended", await instance.VerdictAsync(key));
        await SetAsync(instance, "agents", "a", OperatingState.Active, null);
        Assert.Equal("ok", await instance.VerdictAsync(key));
    }

    [Fact]
    public async Task Set_WhileALargeSetIsBeingChecked_DoesNotWaitForIt()
    {
        await using var instance = await StartAsync();
        var (entered, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        instance.Store.AfterRead = () =>
        {
            instance.Store.AfterRead = null;
            entered.SetResult();
            return release.Task;
        };
        var applying = instance.ApplyAsync(new Core.Resources.Sets.ResourceSet([]), ("providers", "p", """{"type":"simulated"}""")).AsTask();
        await entered.Task;

        await SetAsync(instance, "agents", "a", OperatingState.Killed, "r");

        Assert.False(applying.IsCompleted);
        release.SetResult();
        await TestKit.TestWait.UntilAsync(
            () =>
            {
                instance.Time.Advance(TimeSpan.FromMilliseconds(50));
                return applying.IsCompleted;
            },
            "the set must be applied after the kill");
        Assert.Null((await applying).Error);
    }

    [Fact]
    public async Task Set_WithoutReasonOrInThePastOrOnAKindWithoutStates_IsRefused()
    {
        await using var instance = await StartAsync();
        var (states, system) = (instance.Get<ResourceStates>(), Actor.System("default"));

        Assert.Equal("reason", (await states.SetAsync(system, ResourceKinds.Agents, "a", new StateChange(OperatingState.Killed, " ", null), None)).Error!.Param);
        Assert.Equal("until", (await states.SetAsync(system, ResourceKinds.Agents, "a", new StateChange(OperatingState.Killed, "r", instance.Time.GetUtcNow()), None)).Error!.Param);
        Assert.Equal("until", (await states.SetAsync(system, ResourceKinds.Agents, "a", new StateChange(OperatingState.Active, null, DateTimeOffset.MaxValue), None)).Error!.Param);
        Assert.Equal(404, (await states.SetAsync(system, ResourceKinds.Prices, "a", new StateChange(OperatingState.Killed, "r", null), None)).Error!.Status);
        Assert.Equal(404, (await states.SetAsync(system, ResourceKinds.Agents, "none", new StateChange(OperatingState.Killed, "r", null), None)).Error!.Status);
    }

    private static async Task<ControlInstance> StartAsync()
    {
        var instance = await new ControlInstance().WithDemoAsync();
        await instance.PutAsync("teams", "t", """{"models":["*"]}""");
        await instance.PutAsync("agents", "a", """{"team":"t","models":["sim-small"]}""");
        return instance;
    }

    private static async Task<string> KeyAsync(ControlInstance instance) => (await instance.Keys.CreateAsync(Actor.System("default"), "k", new KeySpec { Agent = "a" }, None)).Value!.Key;

    private static ValueTask<AuthenticationResult> RecheckAsync(ControlInstance instance, string key) =>
        instance.Get<IAuthenticator>().AuthenticateAsync(new PresentedCredential(key, IsRecheck: true), None);

    private static async Task SetAsync(ControlInstance instance, string kind, string id, OperatingState state, string? reason) =>
        Assert.Null((await instance.Get<ResourceStates>().SetAsync(Actor.System("default"), ResourceKinds.Find(kind)!, id, new StateChange(state, reason, null), None)).Error);
}
