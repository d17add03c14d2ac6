using AgentFunctions.Cloud.Telemetry;
using AgentFunctions.Http.Telemetry;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Functions.Hosting;

/// <summary>The worker's part of a trace: the span of each invocation, which continues what the host hands over (a request's, an orchestration's, an activity's).</summary>
internal static class WorkerTelemetry
{
    /// <summary>
    /// Source of the span in which the worker's client of Durable starts an instance. Only with it the start tells the host whose trace it continues. Otherwise the host takes the request that the worker makes to it for that;
    /// it records none of those, and so nothing of the run.
    /// </summary>
    private const string DurableClient = "Microsoft.DurableTask";

    /// <summary>
    /// Only where this process exports by itself: the host leaves the worker's telemetry to the worker then, log lines too. Call it before the application's own telemetry, which names the service.
    /// </summary>
    public static IServiceCollection AddWorkerTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        if (IsSet(configuration, AzureMonitorServiceCollectionExtensions.ConnectionString) || IsSet(configuration, TelemetryServiceCollectionExtensions.OtlpEndpoint))
            services.AddOpenTelemetry().WithTracing(static tracing => tracing.AddSource(DurableClient)).UseFunctionsWorkerDefaults();
        return services;
    }

    private static bool IsSet(IConfiguration configuration, string name) => !string.IsNullOrWhiteSpace(configuration[name]);
}
