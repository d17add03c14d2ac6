using AgentFunctions.Core.Workflows;
using AgentFunctions.Embedded;
using AgentFunctions.Embedded.Workflows;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.StoreWorker;

/// <summary>The workflow engine with the shortest lease there is, on the system's clock.</summary>
internal static class EngineHost
{
    public static async Task<IHost> StartAsync(string folder, Action<IServiceCollection> fill)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.Services.AddEmbeddedStores(options => options.DataDirectory = folder);
        builder.Services.AddEmbeddedWorkflows(static options => options.LeaseLife = TimeSpan.FromSeconds(3));
        fill(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    /// <summary>The result of every instance, or why it has none.</summary>
    public static async Task<string> EndAsync(IWorkflowClient client, string id)
    {
        var instance = await client.WaitForEndAsync(id, CancellationToken.None);
        return instance?.Output is { } output ? output.GetRawText() : $"{instance?.Status} {instance?.Failure}";
    }
}
