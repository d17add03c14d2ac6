using System.Diagnostics;
using AgentFunctions.Core.Workflows;
using AgentFunctions.TestKit.Workflows;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace AgentFunctions.Embedded.Tests.Workflows;

/// <summary>Many instances, long ones, and ones that sleep for a month.</summary>
public sealed class WorkflowVolumeTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Instances_ThousandOfTenSteps_AllComplete()
    {
        const int Instances = 1000;
        const int StepsOfOne = 10;
        await using var host = new EmbeddedWorkflowHarness(replayEveryTurn: false);
        var step = host.Activity<int, int>("Step", n => n + 1);
        var workflow = host.Workflow<int, int>("TenSteps", async (context, n) =>
        {
            for (var i = 0; i < StepsOfOne; i++)
                n = await context.CallActivityAsync(step, n);
            return n;
        });
        await host.StartAsync();
        using var process = Process.GetCurrentProcess();
        var (started, cpu) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);

        await Task.WhenAll(Enumerable.Range(0, Instances).Select(i => host.ScheduleAsync($"run-{i}", workflow, i)));
        var results = await Task.WhenAll(Enumerable.Range(0, Instances).Select(i => host.OutputAsync($"run-{i}", workflow)));

        Assert.Equal(Enumerable.Range(StepsOfOne, Instances), results);
        process.Refresh();
        var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
        const int AllSteps = Instances * StepsOfOne;
        output.WriteLine($"[measured] {AllSteps / took:0} steps/s, {(process.TotalProcessorTime - cpu).TotalMilliseconds / AllSteps:0.00} ms CPU a step");
    }

    [Fact]
    public async Task Instances_MoreThanAreKeptInMemory_AllComplete()
    {
        await using var host = new EmbeddedWorkflowHarness(replayEveryTurn: false, static options =>
        {
            options.MaxLiveInstances = 3;
            options.MaxConcurrentActivities = 2;
        });
        var step = host.Activity<int, int>("Step", n => n + 1);
        var workflow = host.Workflow<int, int>("Waits", async (context, n) =>
        {
            n = await context.CallActivityAsync(step, n);
            n += (await context.WaitForEventAsync<int>("go")).Value;
            return await context.CallActivityAsync(step, n);
        });
        await host.StartAsync();

        for (var i = 0; i < 30; i++)
            await host.ScheduleAsync($"run-{i}", workflow, i);
        for (var i = 0; i < 30; i++)
            await host.RaiseAsync($"run-{i}", "go", 100);

        for (var i = 0; i < 30; i++)
            Assert.Equal(i + 102, await host.OutputAsync($"run-{i}", workflow));
    }

    [Fact]
    public async Task Instance_TenThousandSteps_KeepsABoundedHistory()
    {
        const int StepsOfOne = 10_000;
        const int StepsOfARun = 100;
        await using var host = new EmbeddedWorkflowHarness(replayEveryTurn: false);
        var (longest, done) = (0L, 0);
        var step = host.Activity<int, int>("Step", n =>
        {
            // Now and then, not each time: it is a look at the whole history.
            if (Interlocked.Increment(ref done) % 97 == 0)
                longest = Math.Max(longest, HistoryLength(host.Folder));
            return n + 1;
        });
        var workflow = host.Workflow<int, int>("Long", async (context, n) =>
        {
            for (var i = 0; i < StepsOfARun; i++)
                n = await context.CallActivityAsync(step, n);
            if (n < StepsOfOne)
                context.ContinueAsNew(n);
            return n;
        });
        await host.StartAsync();

        Assert.Equal(StepsOfOne, await host.RunAsync(workflow, 0));
        Assert.Equal(StepsOfOne, done);
        Assert.InRange(longest, 1, 5 * StepsOfARun);
        output.WriteLine($"[measured] longest history of {StepsOfOne} steps: {longest} events");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Instances_WaitThirtyDays_WakeAtTheirTime(bool isRestarted)
    {
        await using var host = new EmbeddedWorkflowHarness(replayEveryTurn: false);
        var workflow = host.Workflow<int, string>("Sleeps", async (context, days) =>
        {
            var began = context.Now;
            context.SetStatus("asleep");
            var waited = await context.WaitForEventAsync<int>("never", TimeSpan.FromDays(days));
            return $"{(context.Now - began).TotalDays:0} {waited.IsReceived}";
        });
        await host.StartAsync();
        for (var days = 1; days <= 30; days++)
        {
            await host.ScheduleAsync($"days-{days}", workflow, days);
            await host.UntilStatusAsync($"days-{days}", "asleep");
        }
        if (isRestarted)
        {
            await host.StopAsync();
            await host.StartAsync();
        }

        for (var day = 1; day <= 30; day++)
        {
            await host.PassAsync(TimeSpan.FromDays(1));
            Assert.Equal($"{day} False", await host.OutputAsync($"days-{day}", workflow));
            if (day < 30)
                Assert.Equal(WorkflowStatus.Running, (await host.Client.FindAsync($"days-{day + 1}", CancellationToken.None))!.Status);
        }
    }

    private static long HistoryLength(string folder)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "runs.db")};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM workflow_history";
        return (long)command.ExecuteScalar()!;
    }
}
