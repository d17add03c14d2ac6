using AgentFunctions.Core.Workflows;

namespace AgentFunctions.TestKit.Workflows;

/// <summary>Events: before and after the wait, in order, names, timeouts that eat nothing.</summary>
public abstract class WorkflowEventConformance : WorkflowConformance
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Event_AfterTheWait_IsTaken()
    {
        var workflow = Host.Workflow<int, string>("Waits", async (context, _) =>
        {
            context.SetStatus("waiting");
            return (await context.WaitForEventAsync<string>("go")).Value!;
        });
        await Host.StartAsync();

        await Host.ScheduleAsync("one", workflow, 0);
        await Host.UntilStatusAsync("one", "waiting");
        await Host.RaiseAsync("one", "go", "now");

        Assert.Equal("now", await Host.OutputAsync("one", workflow));
    }

    [Fact]
    public async Task Event_BeforeTheWait_IsKept()
    {
        var workflow = Host.Workflow<int, string>("WaitsLater", async (context, _) =>
        {
            await context.WaitForEventAsync<int>("begin");
            return (await context.WaitForEventAsync<string>("go")).Value!;
        });
        await Host.StartAsync();

        await Host.ScheduleAsync("one", workflow, 0);
        await Host.RaiseAsync("one", "go", "early");
        await Host.RaiseAsync("one", "begin", 1);

        Assert.Equal("early", await Host.OutputAsync("one", workflow));
    }

    [Fact]
    public async Task Events_OfOneName_ComeInOrderOfArrival()
    {
        var workflow = Host.Workflow<int, int[]>("Collects", async (context, n) =>
        {
            List<int> all = [];
            while (all.Count < n)
                all.Add((await context.WaitForEventAsync<int>("item")).Value);
            return [.. all];
        });
        await Host.StartAsync();

        await Host.ScheduleAsync("one", workflow, 10);
        for (var i = 0; i < 10; i++)
            await Host.RaiseAsync("one", "item", i);

        Assert.Equal(Enumerable.Range(0, 10), await Host.OutputAsync("one", workflow));
    }

    [Fact]
    public async Task Event_NameInOtherCase_IsTaken()
    {
        var workflow = Host.Workflow<int, int>("Case", async (context, _) => (await context.WaitForEventAsync<int>("Decision")).Value + (await context.WaitForEventAsync<int>("DECISION")).Value);
        await Host.StartAsync();

        await Host.ScheduleAsync("one", workflow, 0);
        await Host.RaiseAsync("one", "decision", 1);
        await Host.RaiseAsync("one", "deCISion", 2);

        Assert.Equal(3, await Host.OutputAsync("one", workflow));
    }

    [Fact]
    public async Task Event_OfAnotherName_DoesNotEndTheWait()
    {
        var workflow = Host.Workflow<int, string>("Names", async (context, _) =>
        {
            var (b, a) = (context.WaitForEventAsync<string>("b"), context.WaitForEventAsync<string>("a"));
            return (await a).Value + (await b).Value;
        });
        await Host.StartAsync();

        await Host.ScheduleAsync("one", workflow, 0);
        await Host.RaiseAsync("one", "c", "C");
        await Host.RaiseAsync("one", "b", "B");
        await Host.RaiseAsync("one", "a", "A");

        Assert.Equal("AB", await Host.OutputAsync("one", workflow));
    }

    [Fact]
    public async Task Wait_TimesOut_TakesNoLaterEvent()
    {
        var workflow = Host.Workflow<int, string>("Twice", async (context, _) =>
        {
            context.SetStatus("first");
            var first = await context.WaitForEventAsync<string>("go", Second);
            context.SetStatus("second");
            var second = await context.WaitForEventAsync<string>("go");
            return $"{first.IsReceived} {second.Value}";
        });
        await Host.StartAsync();

        await Host.ScheduleAsync("one", workflow, 0);
        await Host.UntilStatusAsync("one", "first");
        await Host.PassAsync(2 * Second);
        await Host.UntilStatusAsync("one", "second");
        await Host.RaiseAsync("one", "go", "late");

        Assert.Equal("False late", await Host.OutputAsync("one", workflow));
    }

    [Fact]
    public async Task Wait_EventInTime_TimeoutDoesNotHoldTheEnd()
    {
        var workflow = Host.Workflow<int, string>("InTime", async (context, _) =>
        {
            context.SetStatus("waiting");
            return (await context.WaitForEventAsync<string>("go", TimeSpan.FromDays(1))).Value!;
        });
        await Host.StartAsync();

        await Host.ScheduleAsync("one", workflow, 0);
        await Host.UntilStatusAsync("one", "waiting");
        await Host.RaiseAsync("one", "go", "yes");

        Assert.Equal("yes", await Host.OutputAsync("one", workflow));
    }

    [Fact]
    public async Task Wait_TimeoutZero_TakesWhatIsThereAndWaitsForNothing()
    {
        var workflow = Host.Workflow<int, string>("Polls", async (context, _) =>
        {
            await context.WaitForEventAsync<int>("begin");
            var (there, gone) = (await context.WaitForEventAsync<string>("go", TimeSpan.Zero), await context.WaitForEventAsync<string>("go", TimeSpan.Zero));
            return $"{there.Value} {gone.IsReceived}";
        });
        await Host.StartAsync();

        await Host.ScheduleAsync("one", workflow, 0);
        await Host.RaiseAsync("one", "go", "kept");
        await Host.RaiseAsync("one", "begin", 1);

        Assert.Equal("kept False", await Host.OutputAsync("one", workflow));
    }

    [Fact]
    public async Task Wait_Cancelled_TakesNoLaterEvent()
    {
        var workflow = Host.Workflow<int, string>("Cancels", async (context, _) =>
        {
            using var cancel = new CancellationTokenSource();
            var wait = context.WaitForEventAsync<string>("go", TimeSpan.FromDays(1), cancel.Token);
            await context.WaitForEventAsync<int>("stop");
            cancel.Cancel();
            var cancelled = false;
            try
            {
                await wait;
            }
            catch (OperationCanceledException)
            {
                cancelled = true;
            }
            context.SetStatus("cancelled");
            return $"{cancelled} {(await context.WaitForEventAsync<string>("go")).Value}";
        });
        await Host.StartAsync();

        await Host.ScheduleAsync("one", workflow, 0);
        await Host.RaiseAsync("one", "stop", 1);
        await Host.UntilStatusAsync("one", "cancelled");
        await Host.RaiseAsync("one", "go", "later");

        Assert.Equal("True later", await Host.OutputAsync("one", workflow));
    }

    [Fact]
    public async Task WhenAny_EventAgainstTimer_EventWins()
    {
        var workflow = Host.Workflow<int, string>("Race", async (context, _) =>
        {
            using var cancel = new CancellationTokenSource();
            var timer = context.CreateTimerAsync(context.Now + TimeSpan.FromDays(1), cancel.Token);
            var wait = context.WaitForEventAsync<string>("go");
            context.SetStatus("racing");
            var first = await Task.WhenAny(timer, wait);
            cancel.Cancel();
            return first == wait ? (await wait).Value! : "timer";
        });
        await Host.StartAsync();

        await Host.ScheduleAsync("one", workflow, 0);
        await Host.UntilStatusAsync("one", "racing");
        await Host.RaiseAsync("one", "go", "event");

        Assert.Equal("event", await Host.OutputAsync("one", workflow));
    }

    [Fact]
    public async Task Event_InstanceUnknownOrEnded_IsRefused()
    {
        var workflow = Host.Workflow<int, int>("Ends", (_, n) => Task.FromResult(n));
        await Host.StartAsync();

        await Host.RunAsync(workflow, 1);

        Assert.False(await Host.Client.RaiseEventAsync("one", "go", WorkflowHarness.Json(1), CancellationToken.None));
        Assert.False(await Host.Client.RaiseEventAsync("other", "go", WorkflowHarness.Json(1), CancellationToken.None));
    }
}
