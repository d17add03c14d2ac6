using AgentFunctions.Core.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AgentFunctions.Http.Telemetry;

/// <summary>OpenTelemetry for a host: metrics always (for <c>/metrics</c>), traces, log lines and OTLP only when the standard environment variables name an endpoint.</summary>
public static class TelemetryServiceCollectionExtensions
{
    /// <summary>Where all signals go, by OpenTelemetry's standard.</summary>
    public const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string OtlpTracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    private const string OtlpMetricsEndpoint = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    private const string OtlpLogsEndpoint = "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT";

    // Of one metric; beyond it measurements go to one overflow series, which is the platform's. Tenants and teams multiply the series, so it is above the SDK's 2,000.
    private const int MaxSeries = 5000;

    private const string ServiceName = "agentfunctions";

    public static IServiceCollection AddAgentFunctionsOpenTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        var all = IsSet(configuration, OtlpEndpoint);
        var otel = services.AddOpenTelemetry().ConfigureResource(static resource => resource.AddService(ServiceName));
        otel.WithMetrics(metrics =>
        {
            metrics.AddMeter(AgentFunctionsTelemetry.SourceName).AddView(static _ => new MetricStreamConfiguration { CardinalityLimit = MaxSeries }).AddPrometheusExporter();
            if (all || IsSet(configuration, OtlpMetricsEndpoint)) metrics.AddOtlpExporter();
        });
        if (all || IsSet(configuration, OtlpTracesEndpoint))
            otel.WithTracing(static tracing => tracing.AddSource(AgentFunctionsTelemetry.SourceName).AddOtlpExporter());
        if (all || IsSet(configuration, OtlpLogsEndpoint))
            otel.WithLogging(static logging => logging.AddOtlpExporter(), static options => options.IncludeFormattedMessage = true);
        return services;
    }

    private static bool IsSet(IConfiguration configuration, string name) => !string.IsNullOrWhiteSpace(configuration[name]);
}
