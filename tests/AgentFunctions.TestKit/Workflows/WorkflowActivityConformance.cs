using System.Collections.Concurrent;
using AgentFunctions.Core.Workflows;

namespace AgentFunctions.TestKit.Workflows;

/// <summary>Activities: results, order, failures, retries, fan-out.</summary>
public abstract class WorkflowActivityConformance : WorkflowConformance
{
    private static readonly RetryPolicy ThreeTries = new(3, TimeSpan.FromSeconds(1), 2);

    /// <summary>Replaying all of it after each result costs the square of it.</summary>
    protected virtual int FanOut => 1000;

    [Fact]
    public async Task Activity_Result_ComesBack()
    {
        var add = Host.Activity<int, int>("AddOne", n => n + 1);
        var workflow = Host.Workflow<int, int>("Chain", async (context, n) =>
        {
            for (var i = 0; i < 5; i++)
                n = await context.CallActivityAsync(add, n);
            return n;
        });
        await Host.StartAsync();

        Assert.Equal(15, await Host.RunAsync(workflow, 10));
    }

    [Fact]
    public async Task Activity_Called_RunsOnce()
    {
        var calls = new ConcurrentBag<int>();
        var note = Host.Activity<int, int>("Note", n =>
        {
            calls.Add(n);
            return n;
        });
        var workflow = Host.Workflow<int, int>("Notes", async (context, n) =>
        {
            for (var i = 0; i < n; i++)
                await context.CallActivityAsync(note, i);
            return n;
        });
        await Host.StartAsync();

        await Host.RunAsync(workflow, 8);

        Assert.Equal(Enumerable.Range(0, 8), calls.Order());
    }

    [Fact]
    public async Task Activity_Fails_CodeSeesTypeAndMessage()
    {
        var fail = Host.Activity<string, int>("Fail", text => throw new InvalidDataException(text));
        var workflow = Host.Workflow<string, string>("Catches", async (context, text) =>
        {
            try
            {
                await context.CallActivityAsync(fail, text);
                return "no failure";
            }
            catch (WorkflowTaskFailedException failed)
            {
                return $"{failed.TaskName}|{failed.Failure.Type}|{failed.Failure.Message}";
            }
        });
        await Host.StartAsync();

        Assert.Equal("Fail|System.IO.InvalidDataException|broken", await Host.RunAsync(workflow, "broken"));
    }

    [Fact]
    public async Task Activity_FailsUncaught_InstanceFails()
    {
        var fail = Host.Activity<int, int>("Fail", _ => throw new InvalidOperationException("no"));
        var workflow = Host.Workflow<int, int>("Fails", (context, n) => context.CallActivityAsync(fail, n));
        await Host.StartAsync();

        await Host.ScheduleAsync("one", workflow, 1);
        var ended = await Host.EndAsync("one");

        Assert.Equal(WorkflowStatus.Failed, ended.Status);
        Assert.Equal(typeof(WorkflowTaskFailedException).FullName, ended.Failure!.Type);
        Assert.Contains("no", ended.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activity_FailsTwiceThenWorks_RetriesBringTheResult()
    {
        var tries = 0;
        var shaky = Host.Activity<int, int>("Shaky", n => Interlocked.Increment(ref tries) < 3 ? throw new InvalidOperationException("not yet") : n);
        var workflow = Host.Workflow<int, int>("Retries", (context, n) => context.CallActivityAsync(shaky, n, ThreeTries));
        await Host.StartAsync();

        await Host.ScheduleAsync("one", workflow, 7);

        Assert.Equal(7, await Host.OutputInTimeAsync("one", workflow));
        Assert.Equal(3, tries);
    }

    [Fact]
    public async Task Activity_FailsAlways_FailsAfterAllTries()
    {
        var tries = 0;
        var never = Host.Activity<int, int>("Never", int (_) => throw new InvalidOperationException($"try {Interlocked.Increment(ref tries)}"));
        var workflow = Host.Workflow<int, string>("GivesUp", async (context, n) =>
        {
            var began = context.Now;
            try
            {
                await context.CallActivityAsync(never, n, ThreeTries);
                return "";
            }
            catch (WorkflowTaskFailedException failed)
            {
                // 1 s and 2 s between the tries.
                return context.Now - began >= TimeSpan.FromSeconds(3) ? failed.Failure.Message : "too soon";
            }
        });
        await Host.StartAsync();

        await Host.ScheduleAsync("one", workflow, 1);

        Assert.Equal("try 3", await Host.OutputInTimeAsync("one", workflow));
    }

    [Fact]
    public async Task Activities_Parallel_ResultsStandInOrderOfCalls()
    {
        var square = Host.Activity<int, int>("Square", n => n * n);
        var workflow = Host.Workflow<int, int[]>("Squares", (context, n) => Task.WhenAll(Enumerable.Range(0, n).Select(i => context.CallActivityAsync(square, i))));
        await Host.StartAsync();

        Assert.Equal(Enumerable.Range(0, 20).Select(i => i * i), await Host.RunAsync(workflow, 20));
    }

    [Fact]
    public async Task Activities_FanOut_AllComeBack()
    {
        var one = Host.Activity<int, int>("One", _ => 1);
        var workflow = Host.Workflow<int, int>("FanOut", async (context, n) => (await Task.WhenAll(Enumerable.Range(0, n).Select(i => context.CallActivityAsync(one, i)))).Sum());
        await Host.StartAsync();

        Assert.Equal(FanOut, await Host.RunAsync(workflow, FanOut));
    }

    [Fact]
    public async Task WhenAny_FirstWins_OthersStillCount()
    {
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var slow = Host.Activity<string, string>("Slow", async (text, _) =>
        {
            await open.Task;
            return text;
        });
        var fast = Host.Activity<string, string>("Fast", text => text);
        var workflow = Host.Workflow<int, string>("Race", async (context, _) =>
        {
            var (late, early) = (context.CallActivityAsync(slow, "slow"), context.CallActivityAsync(fast, "fast"));
            var first = await Task.WhenAny(late, early);
            context.SetStatus(await first);
            return $"{await first} {await late}";
        });
        await Host.StartAsync();

        await Host.ScheduleAsync("one", workflow, 0);
        await Host.UntilStatusAsync("one", "fast");
        open.SetResult();

        Assert.Equal("fast slow", await Host.OutputAsync("one", workflow));
    }

    [Fact]
    public async Task Activity_NotInCatalogue_CallFails()
    {
        var workflow = Host.Workflow<int, string>("Misses", async (context, n) =>
        {
            try
            {
                return await context.CallActivityAsync(new ActivityName<int, string>("Nowhere"), n, ThreeTries);
            }
            catch (WorkflowTaskFailedException failed)
            {
                return failed.Failure.Type;
            }
        });
        await Host.StartAsync();

        Assert.Equal(WorkflowFailureTypes.NotInCatalogue, await Host.RunAsync(workflow, 1));
    }
}
