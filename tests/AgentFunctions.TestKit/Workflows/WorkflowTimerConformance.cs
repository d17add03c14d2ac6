using AgentFunctions.Core.Workflows;

namespace AgentFunctions.TestKit.Workflows;

/// <summary>Timers: when they fire, taking them back, and that an open one holds the end.</summary>
public abstract class WorkflowTimerConformance : WorkflowConformance
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Timer_Due_Fires()
    {
        var workflow = Host.Workflow<int, bool>("Waits", async (context, seconds) =>
        {
            var due = context.Now + TimeSpan.FromSeconds(seconds);
            context.SetStatus("waiting");
            await context.CreateTimerAsync(due);
            return context.Now >= due;
        });
        await Host.StartAsync();

        await Host.ScheduleAsync("one", workflow, 2);
        await Host.UntilStatusAsync("one", "waiting");
        Assert.False((await Host.Client.FindAsync("one", CancellationToken.None))!.IsEnded);
        await Host.PassAsync(2 * Second);

        Assert.True(await Host.OutputAsync("one", workflow));
    }

    [Fact]
    public async Task Timer_Past_CompletesAtOnce()
    {
        var workflow = Host.Workflow<int, int>("Past", async (context, n) =>
        {
            await context.CreateTimerAsync(context.Now - Second);
            await context.CreateTimerAsync(context.Now);
            return n;
        });
        await Host.StartAsync();

        Assert.Equal(1, await Host.RunAsync(workflow, 1));
    }

    [Fact]
    public async Task Timers_OutOfOrder_FireInOrderOfTime()
    {
        var workflow = Host.Workflow<int, string>("Order", async (context, _) =>
        {
            List<string> order = [];
            var began = context.Now;
            await Task.WhenAll(Note(3), Note(1), Note(2));
            return string.Join(',', order);

            async Task Note(int seconds)
            {
                await context.CreateTimerAsync(began + (seconds * Second));
                order.Add($"{seconds}");
            }
        });
        await Host.StartAsync();

        await Host.ScheduleAsync("one", workflow, 0);

        Assert.Equal("1,2,3", await Host.OutputInTimeAsync("one", workflow));
    }

    [Fact]
    public async Task Timer_Cancelled_TaskIsCancelledAndTheEndNotHeld()
    {
        var workflow = Host.Workflow<int, string>("Cancels", async (context, _) =>
        {
            using var cancel = new CancellationTokenSource();
            var timer = context.CreateTimerAsync(context.Now + TimeSpan.FromDays(1), cancel.Token);
            cancel.Cancel();
            try
            {
                await timer;
                return "fired";
            }
            catch (OperationCanceledException)
            {
                return "cancelled";
            }
        });
        await Host.StartAsync();

        Assert.Equal("cancelled", await Host.RunAsync(workflow, 0));
    }

    [Fact]
    public async Task Timer_StillRuns_HoldsTheEnd()
    {
        var workflow = Host.Workflow<int, int>("Leaves", (context, n) =>
        {
            context.SetStatus("left");
            _ = context.CreateTimerAsync(context.Now + (2 * Second));
            return Task.FromResult(n);
        });
        await Host.StartAsync();

        await Host.ScheduleAsync("one", workflow, 5);
        await Host.UntilStatusAsync("one", "left");
        Assert.Equal(WorkflowStatus.Running, (await Host.Client.FindAsync("one", CancellationToken.None))!.Status);
        await Host.PassAsync(2 * Second);

        Assert.Equal(5, await Host.OutputAsync("one", workflow));
    }

    [Fact]
    public async Task WhenAny_TimerAgainstActivity_TheSoonerWins()
    {
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var slow = Host.Activity<int, int>("Slow", async (n, _) =>
        {
            await open.Task;
            return n;
        });
        var workflow = Host.Workflow<int, string>("Race", async (context, n) =>
        {
            var work = context.CallActivityAsync(slow, n);
            var timer = context.CreateTimerAsync(context.Now + Second);
            context.SetStatus("racing");
            var first = await Task.WhenAny(work, timer);
            context.SetStatus("raced");
            return $"{(first == timer ? "timer" : "work")} {await work}";
        });
        await Host.StartAsync();

        await Host.ScheduleAsync("one", workflow, 3);
        await Host.UntilStatusAsync("one", "racing");
        await Host.PassAsync(Second);
        await Host.UntilStatusAsync("one", "raced");
        open.SetResult();

        Assert.Equal("timer 3", await Host.OutputAsync("one", workflow));
    }

    [Fact]
    public async Task Now_WithinATurn_StandsStillAndNeverGoesBack()
    {
        var one = Host.Activity<int, int>("One", n => n);
        var workflow = Host.Workflow<int, bool>("Clock", async (context, n) =>
        {
            var before = context.Now;
            var same = before == context.Now;
            for (var i = 0; i < n; i++)
            {
                await context.CallActivityAsync(one, i);
                same &= context.Now >= before;
                before = context.Now;
            }
            return same;
        });
        await Host.StartAsync();

        Assert.True(await Host.RunAsync(workflow, 5));
    }
}
