using AgentFunctions.Cloud.Identity;
using AgentFunctions.Core.Telemetry;
using Azure.Core;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OpenTelemetry.Logs;
using OpenTelemetry.Trace;

namespace AgentFunctions.Cloud.Telemetry;

public static class AzureMonitorServiceCollectionExtensions
{
    /// <summary>Where Azure puts the address of Application Insights.</summary>
    public const string ConnectionString = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary>Sends what the host traces and measures to Application Insights with the host's identity; nothing where no connection string is set.</summary>
    public static IServiceCollection AddAzureMonitor(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (configuration[ConnectionString] is not { Length: > 0 } address) return services;
        services.AddAzureIdentity();
        services.AddOptions<AzureMonitorOptions>().BindConfiguration(AzureMonitorOptions.SectionName).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AzureMonitorOptions>, AzureMonitorOptionsValidator>());
        services.AddOptions<AzureMonitorExporterOptions>().Configure<TokenCredential>((exporter, identity) =>
        {
            exporter.ConnectionString = address;
            exporter.Credential = identity;

            // What is left out is decided at the end of a span, by the processor before the exporter. Unset, the exporter lets five traces a second begin and no more.
            exporter.SamplingRatio = 1;
            exporter.TracesPerSecond = null;
        });
        services.AddOpenTelemetry()
            .WithTracing(static tracing => tracing.AddSource(AgentFunctionsTelemetry.SourceName).AddProcessor(static provider => new FailureKeepingSampler(provider.GetRequiredService<IOptions<AzureMonitorOptions>>().Value.SampledShare)).AddAzureMonitorTraceExporter())
            .WithMetrics(static metrics => metrics.AddMeter(AgentFunctionsTelemetry.SourceName).AddAzureMonitorMetricExporter())
            .WithLogging(static logging => logging.AddAzureMonitorLogExporter(), static options => options.IncludeFormattedMessage = true);
        return services;
    }
}
