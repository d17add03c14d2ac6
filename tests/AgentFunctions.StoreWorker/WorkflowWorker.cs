using AgentFunctions.Core.Workflows;
using AgentFunctions.Core.Workflows.Catalogue;
using AgentFunctions.Embedded;
using AgentFunctions.Embedded.Workflows;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AgentFunctions.StoreWorker;

/// <summary>
/// Runs the workflow engine on a folder until it is killed or told to end. Each run of the activity leaves a line in a file of this process and answers with what nobody answered before, so whoever looks afterwards can
/// tell what ran, and which of it was recorded.
/// </summary>
internal static class WorkflowWorker
{
    private static readonly WorkflowName<int, string[]> Steps = new("Steps");
    private static readonly ActivityName<string, string> Effect = new("Effect");

    public static async Task<int> RunAsync(string folder, TimeSpan lease, TimeSpan effort)
    {
        await using var services = Services(folder, lease, effort);
        foreach (var service in services.GetServices<IHostedService>())
            await service.StartAsync(CancellationToken.None);
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        foreach (var service in services.GetServices<IHostedService>().Reverse())
            await service.StopAsync(CancellationToken.None);
        return 0;
    }

    /// <summary>Two at a time, a child for every third pair, a timer, and a new history now and then.</summary>
    private static async Task<string[]> StepAsync(IWorkflowContext context, int steps)
    {
        List<string> all = [];
        for (var i = 0; i < steps; i += 2)
        {
            all.AddRange(await Task.WhenAll(context.CallActivityAsync(Effect, $"{context.InstanceId}/{i}"), context.CallActivityAsync(Effect, $"{context.InstanceId}/{i + 1}")));
            if (i % 6 == 0 && context.ParentId is null)
                all.AddRange(await context.CallWorkflowAsync(Steps, 2));
            if (i % 4 == 0)
                await context.CreateTimerAsync(context.Now + TimeSpan.FromMilliseconds(5));
        }
        return [.. all];
    }

    private static ServiceProvider Services(string folder, TimeSpan lease, TimeSpan effort)
    {
        var file = Path.Combine(folder, $"effects-{Environment.ProcessId}.txt");
        var writing = new Lock();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddEmbeddedStores(options => options.DataDirectory = folder);
        services.AddEmbeddedWorkflows(options => options.LeaseLife = lease);
        services.AddWorkflow(WorkflowEntry.Create(Steps, 1, static _ => new StepsWorkflow()));
        services.AddActivity(ActivityEntry.Create(Effect, async (_, input, cancellationToken) =>
        {
            await Task.Delay(effort, cancellationToken);
            var answer = $"{input}#{Guid.NewGuid():N}";
            lock (writing)
                File.AppendAllLines(file, [answer]);
            return answer;
        }));
        return services.BuildServiceProvider();
    }

    private sealed class StepsWorkflow : Workflow<int, string[]>
    {
        public override Task<string[]> RunAsync(IWorkflowContext context, int input) => StepAsync(context, input);
    }
}
