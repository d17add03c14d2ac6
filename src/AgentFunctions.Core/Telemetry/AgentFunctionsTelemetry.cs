using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AgentFunctions.Core.Telemetry;

/// <summary>
/// The one telemetry facade: every ActivitySource, Meter, span, metric and attribute name of the product. Names follow OpenTelemetry's HTTP and GenAI conventions.
/// Nothing is computed unless somebody listens; no content is ever put on a span.
/// </summary>
public sealed class AgentFunctionsTelemetry : IDisposable
{
    /// <summary>Name of the ActivitySource and the Meter.</summary>
    public const string SourceName = "AgentFunctions";

    private readonly Meter _meter;

    public AgentFunctionsTelemetry(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create(SourceName);
        RequestDuration = _meter.CreateHistogram<double>("http.server.request.duration", "s", "Duration of HTTP requests.");
        OperationDuration = _meter.CreateHistogram<double>("gen_ai.client.operation.duration", "s", "Duration of model calls, retries and fail-over included.");
        TokenUsage = _meter.CreateHistogram<long>("gen_ai.client.token.usage", "{token}", "Tokens of model calls by class.");
        TimeToFirstToken = _meter.CreateHistogram<double>("gen_ai.client.operation.time_to_first_chunk", "s", "Time from the call to the first streamed event.");
        Attempts = _meter.CreateCounter<long>("agentfunctions.model.attempts", "{attempt}", "Attempts at providers by outcome.");
    }

    public ActivitySource Source { get; } = new(SourceName);

    public Histogram<double> RequestDuration { get; }

    public Histogram<double> OperationDuration { get; }

    public Histogram<long> TokenUsage { get; }

    public Histogram<double> TimeToFirstToken { get; }

    public Counter<long> Attempts { get; }

    public void Dispose()
    {
        Source.Dispose();
        _meter.Dispose();
    }
}
