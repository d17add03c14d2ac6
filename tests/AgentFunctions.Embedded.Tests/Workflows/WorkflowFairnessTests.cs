using AgentFunctions.TestKit.Workflows;

namespace AgentFunctions.Embedded.Tests.Workflows;

/// <summary>Tenants share the engine: thousands of one do not keep another waiting.</summary>
public sealed class WorkflowFairnessTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tenants_OneWithVeryMany_DoesNotStarveTheOther(bool startsAfterwards)
    {
        const int Many = 400;
        const int StepsOfOne = 3;
        var done = 0;
        await using var host = new EmbeddedWorkflowHarness(replayEveryTurn: false, static options => (options.MaxConcurrentActivities, options.MaxConcurrentTurns) = (1, 2));
        var step = host.Activity<int, int>("Step", n =>
        {
            Interlocked.Increment(ref done);
            return n + 1;
        });
        var workflow = host.Workflow<int, int>("Steps", async (context, n) =>
        {
            for (var i = 0; i < StepsOfOne; i++)
                n = await context.CallActivityAsync(step, n);
            return n;
        });
        await host.StartAsync();
        for (var i = 0; i < Many; i++)
            await host.ScheduleAsync($"many:run-{i}", workflow, i);

        // Left by a process that is gone, so that all of it is to be taken anew.
        if (startsAfterwards)
        {
            await host.StopAsync();
            await host.StartAsync();
        }
        var before = Volatile.Read(ref done);
        await host.ScheduleAsync("one:run", workflow, 0);

        Assert.Equal(StepsOfOne, await host.OutputAsync("one:run", workflow));

        var others = Volatile.Read(ref done) - before;
        Assert.True(others < Many * StepsOfOne / 2, $"{others} steps were done before the three of the other tenant");
    }
}
