using System.Diagnostics;
using System.Globalization;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Core.Workflows.Catalogue;
using AgentFunctions.Embedded;
using AgentFunctions.Embedded.Workflows;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AgentFunctions.Benchmarks.Workflows;

/// <summary>What the embedded engine costs a step: activities that do nothing, on the real store with its durable settings. A step is an activity called, run, recorded, and the code told.</summary>
internal static class WorkflowBenchmark
{
    private const int StepsOfOne = 10;
    private static readonly WorkflowName<int, int> Steps = new("Steps");
    private static readonly ActivityName<int, int> Step = new("Step");

    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("agentfunctions-workflows-").FullName;
        try
        {
            await using var services = Services(folder);
            foreach (var service in services.GetServices<IHostedService>())
                await service.StartAsync(CancellationToken.None);
            await MeasureAsync(services, "warm-up", 200);
            await Console.Out.WriteLineAsync("| instances at once | steps | steps/s | CPU a step | memory |");
            await Console.Out.WriteLineAsync("|---|---|---|---|---|");
            foreach (var instances in (int[])[1, 100, 1000])
                await Console.Out.WriteLineAsync(await MeasureAsync(services, $"{instances}", instances));
            foreach (var service in services.GetServices<IHostedService>().Reverse())
                await service.StopAsync(CancellationToken.None);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        return 0;
    }

    private static async Task<string> MeasureAsync(ServiceProvider services, string name, int instances)
    {
        var client = services.GetRequiredService<IWorkflowClient>();
        using var process = Process.GetCurrentProcess();
        var (started, cpu) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
        await Task.WhenAll(Enumerable.Range(0, instances).Select(async i =>
        {
            await client.ScheduleAsync($"{name}-{i}", Steps.Name, System.Text.Json.JsonSerializer.SerializeToElement(i), CancellationToken.None);
            var ended = await client.WaitForEndAsync($"{name}-{i}", CancellationToken.None);
            if (ended?.Output?.GetInt32() != i + StepsOfOne)
                throw new InvalidOperationException($"Instance {i} ended as {ended?.Status}.");
        }));
        var took = Stopwatch.GetElapsedTime(started);
        process.Refresh();
        var steps = instances * StepsOfOne;
        var cost = (process.TotalProcessorTime - cpu).TotalMilliseconds / steps;
        return string.Create(CultureInfo.InvariantCulture, $"| {instances} | {steps} | {steps / took.TotalSeconds:0} | {cost:0.000} ms | {process.WorkingSet64 / 1024 / 1024} MB |");
    }

    private static ServiceProvider Services(string folder)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddEmbeddedStores(options => options.DataDirectory = folder);
        services.AddEmbeddedWorkflows();
        services.AddWorkflow(WorkflowEntry.Create(Steps, 1, static _ => new StepsWorkflow()));
        services.AddActivity(ActivityEntry.Create(Step, static (_, input, _) => Task.FromResult(input + 1)));
        return services.BuildServiceProvider();
    }

    private sealed class StepsWorkflow : Workflow<int, int>
    {
        public override async Task<int> RunAsync(IWorkflowContext context, int input)
        {
            for (var i = 0; i < StepsOfOne; i++)
                input = await context.CallActivityAsync(Step, input);
            return input;
        }
    }
}
