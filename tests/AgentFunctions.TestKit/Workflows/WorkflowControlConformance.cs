using AgentFunctions.Core.Workflows;

namespace AgentFunctions.TestKit.Workflows;

/// <summary>Steering: suspend, resume, terminate, rewind, purge, ids.</summary>
public abstract class WorkflowControlConformance : WorkflowConformance
{
    [Fact]
    public async Task Suspended_Event_WaitsForResume()
    {
        var ran = 0;
        var note = Host.Activity<int, int>("Note", n =>
        {
            Interlocked.Increment(ref ran);
            return n;
        });
        var workflow = Host.Workflow<int, int>("Holds", async (context, _) =>
        {
            context.SetStatus("waiting");
            var taken = await context.WaitForEventAsync<int>("go");
            return await context.CallActivityAsync(note, taken.Value);
        });
        await Host.StartAsync();

        await Host.ScheduleAsync("one", workflow, 0);
        await Host.UntilStatusAsync("one", "waiting");
        Assert.True(await Host.Client.SuspendAsync("one", "a look", CancellationToken.None));
        await TestWait.UntilAsync(async () => (await Host.Client.FindAsync("one", CancellationToken.None))!.Status == WorkflowStatus.Suspended, "it is suspended");
        await Host.RaiseAsync("one", "go", 4);
        await Host.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(0, Volatile.Read(ref ran));

        Assert.True(await Host.Client.ResumeAsync("one", null, CancellationToken.None));

        Assert.Equal(4, await Host.OutputAsync("one", workflow));
        Assert.Equal(1, ran);
    }

    [Fact]
    public async Task Terminate_Running_EndsItAndItsChildren()
    {
        var child = Host.Workflow<int, int>("Child", async (context, n) =>
        {
            context.SetStatus("waiting");
            await context.WaitForEventAsync<int>("never");
            return n;
        });
        var parent = Host.Workflow<int, int>("Parent", (context, n) => context.CallWorkflowAsync(child, n, "below"));
        await Host.StartAsync();

        await Host.ScheduleAsync("one", parent, 0);
        await Host.UntilStatusAsync("below", "waiting");
        Assert.True(await Host.Client.TerminateAsync("one", "enough", CancellationToken.None));

        var ended = await Host.EndAsync("one");
        Assert.Equal((WorkflowStatus.Terminated, new WorkflowFailure(WorkflowFailureTypes.Terminated, "enough")), (ended.Status, ended.Failure));
        Assert.Equal(WorkflowStatus.Terminated, (await Host.EndAsync("below")).Status);
        Assert.False(await Host.Client.TerminateAsync("one", "again", CancellationToken.None));
    }

    [Fact]
    public async Task Terminate_Child_ParentSeesIt()
    {
        var child = Host.Workflow<int, int>("Child", async (context, n) =>
        {
            context.SetStatus("waiting");
            await context.WaitForEventAsync<int>("never");
            return n;
        });
        var parent = Host.Workflow<int, string>("Parent", async (context, n) =>
        {
            try
            {
                await context.CallWorkflowAsync(child, n, "below");
                return "";
            }
            catch (WorkflowTaskFailedException failed)
            {
                return failed.Failure.Type;
            }
        });
        await Host.StartAsync();

        await Host.ScheduleAsync("one", parent, 0);
        await Host.UntilStatusAsync("below", "waiting");
        await Host.Client.TerminateAsync("below", "enough", CancellationToken.None);

        Assert.Equal(WorkflowFailureTypes.Terminated, await Host.OutputAsync("one", parent));
    }

    [Fact]
    public async Task Terminate_ActivityRuns_ItsResultGoesNowhere()
    {
        var (began, open) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var slow = Host.Activity<int, int>("Slow", async (n, _) =>
        {
            began.TrySetResult();
            await open.Task;
            return n;
        });
        var workflow = Host.Workflow<int, int>("Calls", (context, n) => context.CallActivityAsync(slow, n));
        await Host.StartAsync();

        await Host.ScheduleAsync("one", workflow, 0);
        await began.Task.WaitAsync(TestWait.DefaultDeadline);
        await Host.Client.TerminateAsync("one", "enough", CancellationToken.None);
        open.SetResult();
        await Host.EndAsync("one");
        await Host.PassAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(WorkflowStatus.Terminated, (await Host.Client.FindAsync("one", CancellationToken.None))!.Status);
    }

    [Fact]
    public async Task Rewind_FailedActivity_RunsAgainAndOthersDoNot()
    {
        var (broken, first, second) = (true, 0, 0);
        var works = Host.Activity<int, int>("Works", n =>
        {
            Interlocked.Increment(ref first);
            return n;
        });
        var shaky = Host.Activity<int, int>("Shaky", n =>
        {
            Interlocked.Increment(ref second);
            return Volatile.Read(ref broken) ? throw new InvalidOperationException("broken") : n + 1;
        });
        var workflow = Host.Workflow<int, int>("Calls", async (context, n) => await context.CallActivityAsync(shaky, await context.CallActivityAsync(works, n)));
        await Host.StartAsync();

        await Host.ScheduleAsync("one", workflow, 1);
        Assert.Equal(WorkflowStatus.Failed, (await Host.EndAsync("one")).Status);
        Volatile.Write(ref broken, false);
        Assert.True(await Host.Client.RewindAsync("one", "mended", CancellationToken.None));

        Assert.Equal(2, await Host.OutputAsync("one", workflow));
        Assert.Equal((1, 2), (first, second));
        Assert.False(await Host.Client.RewindAsync("one", "again", CancellationToken.None));
    }

    // The same of tries that the workflow itself makes.
    [Fact]
    public async Task Rewind_AfterTriesOfTheWorkflowItself_RunsAgainOnlyWhatFailed()
    {
        var (broken, shaky) = (true, 0);
        var helped = Host.Activity<int, int>("Helped", n => Interlocked.Increment(ref shaky) == 1 ? throw new InvalidOperationException("once") : n);
        var fails = Host.Activity<int, int>("Fails", n => Volatile.Read(ref broken) ? throw new InvalidOperationException("broken") : n + 1);
        var one = new RetryPolicy(1, TimeSpan.FromSeconds(1), MoreFollow: true);
        var workflow = Host.Workflow<int, int>("Calls", async (context, n) =>
        {
            int got;
            try
            {
                got = await context.CallActivityAsync(helped, n, one);
            }
            catch (WorkflowTaskFailedException)
            {
                got = await context.CallActivityAsync(helped, n, one);
            }

            return await context.CallActivityAsync(fails, got);
        });
        await Host.StartAsync();

        await Host.ScheduleAsync("one", workflow, 1);
        Assert.Equal(WorkflowStatus.Failed, (await Host.EndInTimeAsync("one")).Status);
        Volatile.Write(ref broken, false);
        Assert.True(await Host.Client.CanRewindAsync("one", CancellationToken.None));
        Assert.True(await Host.Client.RewindAsync("one", "mended", CancellationToken.None));

        Assert.Equal(2, await Host.OutputInTimeAsync("one", workflow));
        Assert.Equal(2, shaky);
    }

    // What a retry made good stays done: a rewind goes back to the last failure alone.
    [Fact]
    public async Task Rewind_AfterARetryThatHelped_RunsAgainOnlyWhatFailed()
    {
        var (broken, shaky, last) = (true, 0, 0);
        var helped = Host.Activity<int, int>("Helped", n => Interlocked.Increment(ref shaky) == 1 ? throw new InvalidOperationException("once") : n);
        var fails = Host.Activity<int, int>("Fails", n =>
        {
            Interlocked.Increment(ref last);
            return Volatile.Read(ref broken) ? throw new InvalidOperationException("broken") : n + 1;
        });
        var retry = new RetryPolicy(2, TimeSpan.FromSeconds(1));
        var workflow = Host.Workflow<int, int>("Calls", async (context, n) => await context.CallActivityAsync(fails, await context.CallActivityAsync(helped, n, retry), retry));
        await Host.StartAsync();

        await Host.ScheduleAsync("one", workflow, 1);
        Assert.Equal(WorkflowStatus.Failed, (await Host.EndInTimeAsync("one")).Status);
        Volatile.Write(ref broken, false);
        Assert.True(await Host.Client.RewindAsync("one", "mended", CancellationToken.None));

        Assert.Equal(2, await Host.OutputInTimeAsync("one", workflow));
        Assert.Equal(2, shaky);
        Assert.Equal(3, last);
    }

    [Fact]
    public async Task Rewind_ParallelAndNestedFailures_AllRunAgain()
    {
        var broken = true;
        var shaky = Host.Activity<int, int>("Shaky", n => Volatile.Read(ref broken) && n % 2 == 1 ? throw new InvalidOperationException("broken") : n);
        var child = Host.Workflow<int, int>("Child", (context, n) => context.CallActivityAsync(shaky, n));
        var parent = Host.Workflow<int, int>("Parent", async (context, n) => (await Task.WhenAll(Enumerable.Range(0, n).Select(i => context.CallWorkflowAsync(child, i)))).Sum());
        await Host.StartAsync();

        await Host.ScheduleAsync("one", parent, 6);
        Assert.Equal(WorkflowStatus.Failed, (await Host.EndAsync("one")).Status);
        Volatile.Write(ref broken, false);
        Assert.True(await Host.Client.RewindAsync("one", "mended", CancellationToken.None));

        Assert.Equal(15, await Host.OutputAsync("one", parent));
    }

    [Fact]
    public async Task Purge_Ended_IsGoneAndItsIdStaysUsed()
    {
        var child = Host.Workflow<int, int>("Child", (_, n) => Task.FromResult(n));
        var parent = Host.Workflow<int, int>("Parent", (context, n) => context.CallWorkflowAsync(child, n, "below"));
        await Host.StartAsync();

        await Host.RunAsync(parent, 1);
        Assert.True(await Host.Client.PurgeAsync("one", CancellationToken.None));

        Assert.Null(await Host.Client.FindAsync("one", CancellationToken.None));
        Assert.Null(await Host.Client.FindAsync("below", CancellationToken.None));
        Assert.Null(await Host.Client.WaitForEndAsync("one", CancellationToken.None));
        Assert.True(await Host.Client.PurgeAsync("one", CancellationToken.None));
        Assert.True(await Host.Client.PurgeAsync("never", CancellationToken.None));
        Assert.False(await Host.Client.ScheduleAsync("one", parent.Name, WorkflowHarness.Json(1), CancellationToken.None));
    }

    [Fact]
    public async Task Purge_Running_IsRefused()
    {
        var workflow = Host.Workflow<int, int>("Waits", async (context, _) => (await context.WaitForEventAsync<int>("go")).Value);
        await Host.StartAsync();

        await Host.ScheduleAsync("one", workflow, 0);
        Assert.False(await Host.Client.PurgeAsync("one", CancellationToken.None));
        await Host.RaiseAsync("one", "go", 2);

        Assert.Equal(2, await Host.OutputAsync("one", workflow));
    }

    [Fact]
    public async Task Schedule_IdUsed_IsRefusedWhateverBecameOfIt()
    {
        var workflow = Host.Workflow<int, int>("Ends", (_, n) => Task.FromResult(n));
        await Host.StartAsync();

        await Host.RunAsync(workflow, 1);

        Assert.False(await Host.Client.ScheduleAsync("one", workflow.Name, WorkflowHarness.Json(2), CancellationToken.None));
        Assert.Equal(1, (await Host.EndAsync("one")).Output!.Value.GetInt32());
    }

    [Fact]
    public async Task Steering_Unknown_AnswersFalse()
    {
        await Host.StartAsync();

        Assert.False(await Host.Client.SuspendAsync("none", null, CancellationToken.None));
        Assert.False(await Host.Client.ResumeAsync("none", null, CancellationToken.None));
        Assert.False(await Host.Client.TerminateAsync("none", "x", CancellationToken.None));
        Assert.False(await Host.Client.RewindAsync("none", "x", CancellationToken.None));
        Assert.Null(await Host.Client.FindAsync("none", CancellationToken.None));
        Assert.Null(await Host.Client.WaitForEndAsync("none", CancellationToken.None));
    }
}
