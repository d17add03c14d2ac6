using AgentFunctions.Cloud.Providers;
using AgentFunctions.Cloud.Telemetry;
using AgentFunctions.Functions.Durable;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.Telemetry;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Functions.Hosting;

/// <summary>The composition of the Functions host; a test builds the same.</summary>
internal static class FunctionsHostBuilderExtensions
{
    public static FunctionsApplicationBuilder AddAgentFunctionsHost(this FunctionsApplicationBuilder builder)
    {
        builder.Configuration.AddFunctionsHostDefaults();
        builder.ConfigureFunctionsWebApplication();
        builder.Services.AddFunctionsHost().AddHostedService<HostWatch>();
        builder.Services.AddBeforeServers(services => services
            .AddHostEngines(builder.Configuration)
            .AddAgentFunctions()
            .AddAzureOpenAI()
            .AddDurableWorkflows()
            .AddWorkerTelemetry(builder.Configuration)
            .AddAgentFunctionsOpenTelemetry(builder.Configuration)
            .AddAzureMonitor(builder.Configuration));
        return builder;
    }
}
