using System.Text.Json;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Core.Workflows.Catalogue;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.StoreWorker;

/// <summary>Runs one instance of one activity, which says that it runs and then waits for the test's word; the result names the process.</summary>
internal static class HoldWorker
{
    private static readonly WorkflowName<int, int> Name = new("Holds");
    private static readonly ActivityName<int, int> Hold = new("Hold");

    public static async Task<int> RunAsync(string folder)
    {
        using var host = await EngineHost.StartAsync(folder, static services => services
            .AddWorkflow(WorkflowEntry.Create(Name, 1, static _ => new Holds()))
            .AddActivity(ActivityEntry.Create(Hold, static async (_, _, _) =>
            {
                Console.WriteLine("held");
                await Console.In.ReadLineAsync(CancellationToken.None);
                Console.WriteLine("released");
                return Environment.ProcessId;
            })));
        var client = host.Services.GetRequiredService<IWorkflowClient>();
        Console.WriteLine("ready");
        await client.ScheduleAsync("hold", Name.Name, JsonSerializer.SerializeToElement(0), CancellationToken.None);
        Console.WriteLine($"ended {await EngineHost.EndAsync(client, "hold")}");
        await host.StopAsync();
        return 0;
    }

    private sealed class Holds : Workflow<int, int>
    {
        public override Task<int> RunAsync(IWorkflowContext context, int input) => context.CallActivityAsync(Hold, input);
    }
}
