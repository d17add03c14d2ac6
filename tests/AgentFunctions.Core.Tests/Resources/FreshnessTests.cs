using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Core.Tests.Resources;

/// <summary>DESIGN section 4: changes hold everywhere within 2 s; what cannot be confirmed is refused.</summary>
public sealed class FreshnessTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task View_WithinASecond_IsSynchronousAndReadsNothing()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        var first = await instance.ViewAsync();
        var reads = instance.Store.Reads;
        instance.Time.Advance(Second);

        var again = instance.ViewAsync().AsTask();

        Assert.True(again.IsCompletedSuccessfully);
        Assert.Same(first, await again);
        Assert.Equal(reads, instance.Store.Reads);
    }

    [Fact]
    public async Task View_OlderThanASecond_IsConfirmedByOnePointRead()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        var first = await instance.ViewAsync();
        var (reads, queries) = (instance.Store.Reads, instance.Store.Queries);
        instance.Time.Advance(Second + TimeSpan.FromMilliseconds(1));

        var views = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => instance.ViewAsync().AsTask()));

        Assert.All(views, v => Assert.Same(first, v));
        Assert.Equal((reads + 1, queries), (instance.Store.Reads, instance.Store.Queries));
    }

    [Fact]
    public async Task View_AnotherProcessChanged_ShowsItAfterTwoSeconds()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await using var other = instance.Sibling();
        Assert.Null((await instance.ViewAsync())!.ResolveModel("late"));
        await other.PutAsync("models", "late", """{"targets":[{"provider":"sim"}]}""");
        await other.DeleteAsync("agents", "demo");

        instance.Time.Advance(2 * Second);
        var view = await instance.ViewAsync();

        Assert.NotNull(view!.ResolveModel("late"));
        Assert.Null(await view.FindAgentAsync("demo", CancellationToken.None));
    }

    [Fact]
    public async Task View_ThisProcessChanged_ShowsItAtOnce()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.ViewAsync();

        await instance.PutAsync("models", "new", """{"targets":[{"provider":"sim"}]}""");

        Assert.NotNull((await instance.ViewAsync())!.ResolveModel("new"));
    }

    [Fact]
    public async Task View_OneModelChanged_SharesWhatDidNot()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        var before = await instance.ViewAsync();

        await instance.PutAsync("models", "new", """{"targets":[{"provider":"sim"}]}""");
        var after = await instance.ViewAsync();

        Assert.Same(before!.Providers, after!.Providers);
        Assert.NotSame(before.Models, after.Models);
        Assert.True(after.Sequence > before.Sequence);
    }

    [Fact]
    public async Task View_StoreFails_IsNullOnceUnconfirmedAndBackWhenItRecovers()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        Assert.NotNull(await instance.ViewAsync());
        instance.Store.Fails = true;

        instance.Time.Advance(Second);
        Assert.NotNull(await instance.ViewAsync());
        instance.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(await instance.ViewAsync());

        instance.Store.Fails = false;
        Assert.NotNull(await instance.ViewAsync());
    }

    [Fact]
    public async Task View_StoreHangs_IsNullAfterTheDeadline()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.ViewAsync();
        instance.Store.Hangs = true;
        instance.Time.Advance(2 * Second);

        var waiting = instance.ViewAsync().AsTask();
        await TestKit.TestWait.UntilAsync(() => AdvanceUntilDone(instance, waiting), "a store that hangs must not hold callers");

        Assert.Null(await waiting);
    }

    [Fact]
    public async Task View_CallerGivesUp_OthersStillGetTheirs()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.ViewAsync();
        instance.Time.Advance(2 * Second);
        var release = new TaskCompletionSource();
        instance.Store.Before = () => release.Task;
        using var impatient = new CancellationTokenSource();

        var first = instance.ControlPlane.GetViewAsync(Tenants.Default, impatient.Token).AsTask();
        var second = instance.ViewAsync().AsTask();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        release.SetResult();

        Assert.NotNull(await second);
    }

    [Fact]
    public async Task View_UnknownTenant_SaysSoAndIsNotRemembered()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();

        var view = await instance.ControlPlane.GetViewAsync("nobody", CancellationToken.None);
        await instance.Resources.EnsureTenantAsync("nobody", CancellationToken.None);

        Assert.False(view!.TenantExists);
        Assert.True((await instance.ControlPlane.GetViewAsync("nobody", CancellationToken.None))!.TenantExists);
    }

    [Fact]
    public async Task View_AwayLongerThanTombstonesLive_ForgetsWhatWasDeletedMeanwhile()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await using var other = instance.Sibling();
        await instance.PutAsync("models", "old", """{"targets":[{"provider":"sim"}]}""");
        Assert.NotNull((await instance.ViewAsync())!.ResolveModel("old"));
        Assert.NotNull(await (await instance.ViewAsync())!.FindAgentAsync("demo", CancellationToken.None));
        await other.DeleteAsync("models", "old");
        await other.DeleteAsync("agents", "demo");

        instance.Time.Advance(TimeSpan.FromDays(8));
        var view = await instance.ViewAsync();

        Assert.Null(view!.ResolveModel("old"));
        Assert.Null(await view.FindAgentAsync("demo", CancellationToken.None));
        Assert.NotNull(view.ResolveModel("sim-small"));
    }

    [Fact]
    public async Task FindAgent_ChangedWhileBeingRead_IsNotKeptStale()
    {
        await using var instance = new ControlInstance(configure: s => s.Configure<ControlPlaneOptions>(o => o.ConfirmTimeout = 2 * Second));
        await instance.WithDemoAsync();
        await using var other = instance.Sibling();
        var view = await instance.ViewAsync();
        var release = new TaskCompletionSource();
        var entered = new TaskCompletionSource();
        var slow = new SlowRead(entered, release);
        instance.Store.AfterRead = slow.HoldFirstAsync;

        // The agent was read, the answer is held back; meanwhile the agent changes and the change is seen.
        var finding = view!.FindAgentAsync("demo", CancellationToken.None).AsTask();
        await entered.Task;
        await other.PutAsync("agents", "demo", """{"owner":"new"}""");
        instance.Time.Advance(Second + TimeSpan.FromMilliseconds(1));
        var next = await instance.ViewAsync();
        release.SetResult();
        await finding;

        Assert.Equal("new", (await next!.FindAgentAsync("demo", CancellationToken.None))!.Spec.Owner);
    }

    [Fact]
    public async Task Key_RevokedElsewhere_IsRefusedWithinTwoSecondsAtEveryPhase()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await using var other = instance.Sibling();
        for (var phase = 0; phase < 10; phase++)
        {
            var key = await other.IssueAsync($"k{phase}");
            instance.Time.Advance(2 * Second);
            Assert.Equal("ok", await instance.VerdictAsync(key));
            instance.Time.Advance(TimeSpan.FromMilliseconds(100 * phase));

            await other.Keys.RevokeAsync(Actor.System(Tenants.Default), $"k{phase}", CancellationToken.None);
            instance.Time.Advance(2 * Second);

            Assert.Equal("invalid_api_key", await instance.VerdictAsync(key));
        }
    }

    [Fact]
    public async Task Key_StoreFailsAfterRevocation_IsNeverAcceptedBeyondTwoSeconds()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await using var other = instance.Sibling();
        var key = await other.IssueAsync("k");
        Assert.Equal("ok", await instance.VerdictAsync(key));
        instance.Store.Fails = true;
        await other.Keys.RevokeAsync(Actor.System(Tenants.Default), "k", CancellationToken.None);

        var verdicts = new List<string>();
        for (var i = 0; i < 40; i++)
        {
            instance.Time.Advance(TimeSpan.FromMilliseconds(100));
            verdicts.Add(await instance.VerdictAsync(key));
        }

        Assert.All(verdicts.Skip(19), v => Assert.Equal("control_plane_unavailable", v));
        instance.Store.Fails = false;
        Assert.Equal("invalid_api_key", await instance.VerdictAsync(key));
    }

    [Fact]
    public async Task Confirmation_ThatTookLongerThanTwoSeconds_IsNotDecidedOn()
    {
        await using var instance = new ControlInstance(configure: s => s.Configure<ControlPlaneOptions>(o => o.LoadTimeout = TimeSpan.FromMinutes(1)));
        await instance.WithDemoAsync();
        await instance.ViewAsync();
        await using var other = instance.Sibling();
        await other.PutAsync("models", "late", """{"targets":[{"provider":"sim"}]}""");
        instance.Time.Advance(2 * Second);

        // Reading what changed takes 3 s every time: the version it was read for is then too old, and it is looked at again.
        instance.Store.Before = () =>
        {
            if (instance.Store.Queries > 0) instance.Time.Advance(3 * Second);
            return Task.CompletedTask;
        };
        var before = instance.Store.Reads;
        var view = await instance.ViewAsync();

        Assert.True(view is null || instance.Store.Reads > before + 1);
    }

    private static bool AdvanceUntilDone(ControlInstance instance, Task task)
    {
        instance.Time.Advance(TimeSpan.FromMilliseconds(250));
        return task.IsCompleted;
    }

    private sealed class SlowRead(TaskCompletionSource entered, TaskCompletionSource release)
    {
        private int _calls;

        public Task HoldFirstAsync()
        {
            if (Interlocked.Increment(ref _calls) != 1) return Task.CompletedTask;
            entered.TrySetResult();
            return release.Task;
        }
    }
}
