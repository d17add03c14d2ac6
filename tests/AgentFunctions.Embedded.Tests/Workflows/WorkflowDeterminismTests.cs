using AgentFunctions.Core.Workflows;
using AgentFunctions.TestKit.Workflows;

namespace AgentFunctions.Embedded.Tests.Workflows;

/// <summary>Code that cannot be replayed fails with a word that says so, and is told where it went astray.</summary>
public sealed class WorkflowDeterminismTests
{
    [Fact]
    public async Task ReplayMode_CodeChangesItsMind_FailsAtOnce()
    {
        await using var host = new EmbeddedWorkflowHarness(replayEveryTurn: true);
        var runs = 0;
        var (first, second) = (host.Activity<int, int>("First", n => n), host.Activity<int, int>("Second", n => n));
        var workflow = host.Workflow<int, int>("Wavers", async (context, n) =>
        {
            await context.CallActivityAsync(first, n);
            return await context.CallActivityAsync(Interlocked.Increment(ref runs) % 2 == 0 ? first : second, n);
        });
        await host.StartAsync();

        var failure = await FailureAsync(host, workflow);

        Assert.Equal(WorkflowFailureTypes.NotDeterministic, failure.Type);
        Assert.Matches("The history has activity (First|Second) \\(#2\\); the code did activity (First|Second) \\(#2\\)", failure.Message);
    }

    [Fact]
    public async Task ReplayMode_OutputDiffers_Fails()
    {
        await using var host = new EmbeddedWorkflowHarness(replayEveryTurn: true);
        var runs = 0;
        var workflow = host.Workflow<int, int>("Counts", (_, _) => Task.FromResult(Interlocked.Increment(ref runs)));
        await host.StartAsync();

        Assert.Equal(WorkflowFailureTypes.NotDeterministic, (await FailureAsync(host, workflow)).Type);
    }

    [Fact]
    public async Task NormalMode_CodeWasChangedInPlace_FailsNamingTheDifference()
    {
        await using var host = new EmbeddedWorkflowHarness(replayEveryTurn: false);
        var changed = false;
        var (first, second) = (host.Activity<int, int>("First", n => n), host.Activity<int, int>("Second", n => n));
        var workflow = host.Workflow<int, int>("Changes", async (context, n) =>
        {
            await context.CallActivityAsync(Volatile.Read(ref changed) ? second : first, n);
            context.SetStatus("waiting");
            return (await context.WaitForEventAsync<int>("go")).Value;
        });
        await host.StartAsync();
        await host.ScheduleAsync("one", workflow, 1);
        await host.UntilStatusAsync("one", "waiting");
        await host.StopAsync();

        Volatile.Write(ref changed, true);
        await host.StartAsync();
        await host.RaiseAsync("one", "go", 1);
        var ended = await host.EndAsync("one");

        Assert.Equal(new WorkflowFailure(WorkflowFailureTypes.NotDeterministic, "The history has activity First (#1); the code did activity Second (#1)."), ended.Failure);

        // With the old code back, a rewind goes on from where it stood; the event is not lost.
        Volatile.Write(ref changed, false);
        Assert.True(await host.Client.RewindAsync("one", "old code is back", CancellationToken.None));
        Assert.Equal(1, await host.OutputAsync("one", workflow));
    }

    [Theory]
    [InlineData("delay")]
    [InlineData("configureAwait")]
    [InlineData("own task source")]
    public async Task NormalMode_AwaitsWhatIsNotOfItsContext_Fails(string what)
    {
        await using var host = new EmbeddedWorkflowHarness(replayEveryTurn: false);
        var never = new TaskCompletionSource();
        var echo = host.Activity<int, int>("Echo", n => n);
        var workflow = host.Workflow<string, int>("Strays", async (context, kind) =>
        {
            switch (kind)
            {
                case "delay":
                    await Task.Delay(TimeSpan.FromMilliseconds(1));
                    break;
                case "configureAwait":
                    await context.CallActivityAsync(echo, 1).ConfigureAwait(false);
                    break;
                default:
                    await never.Task;
                    break;
            }
            return await context.CallActivityAsync(echo, 1);
        });
        await host.StartAsync();

        await host.ScheduleAsync("one", workflow, what);
        var ended = await host.EndAsync("one");

        Assert.Equal(WorkflowFailureTypes.NotDeterministic, ended.Failure?.Type);
    }

    [Fact]
    public async Task WorkflowGone_FailsAndIsRewoundWhenItIsBack()
    {
        await using var host = new EmbeddedWorkflowHarness(replayEveryTurn: false);
        await host.StartAsync();
        await host.StopAsync();
        var workflow = host.Workflow<int, int>("Leaves", async (context, n) =>
        {
            context.SetStatus("waiting");
            return n + (await context.WaitForEventAsync<int>("go")).Value;
        });
        var registered = host.Services.ToArray();
        await host.StartAsync();
        await host.ScheduleAsync("one", workflow, 1);
        await host.UntilStatusAsync("one", "waiting");
        await host.StopAsync();

        host.Services.Clear();
        await host.StartAsync();
        await host.RaiseAsync("one", "go", 2);
        Assert.Equal(WorkflowFailureTypes.NotInCatalogue, (await host.EndAsync("one")).Failure?.Type);
        await host.StopAsync();

        foreach (var service in registered)
            host.Services.Add(service);
        await host.StartAsync();
        Assert.True(await host.Client.RewindAsync("one", "it is back", CancellationToken.None));
        Assert.Equal(3, await host.OutputAsync("one", workflow));
    }

    private static async Task<WorkflowFailure> FailureAsync(EmbeddedWorkflowHarness host, WorkflowName<int, int> workflow)
    {
        await host.ScheduleAsync("one", workflow, 1);
        var ended = await host.EndAsync("one");
        Assert.Equal(WorkflowStatus.Failed, ended.Status);
        return ended.Failure!;
    }
}
