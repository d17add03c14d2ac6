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

    /// <summary>Name of the EventSource that announces the commits of the embedded store.</summary>
    public const string StoreEventSourceName = "AgentFunctions-Store";

    // Boundaries of the semantic conventions: HTTP in seconds, model calls in seconds, tokens by powers of four.
    private static readonly InstrumentAdvice<double> RequestSeconds =
        new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] };

    private static readonly InstrumentAdvice<double> ModelSeconds =
        new() { HistogramBucketBoundaries = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92] };

    private static readonly InstrumentAdvice<long> TokenCounts =
        new() { HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864] };

    private readonly Meter _meter;

    public AgentFunctionsTelemetry(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create(SourceName);
        RequestDuration = _meter.CreateHistogram<double>("http.server.request.duration", "s", "Duration of HTTP requests.", null, RequestSeconds);
        OperationDuration = _meter.CreateHistogram<double>("gen_ai.client.operation.duration", "s", "Duration of model calls, retries and fail-over included.", null, ModelSeconds);
        TokenUsage = _meter.CreateHistogram<long>("gen_ai.client.token.usage", "{token}", "Tokens of model calls by class.", null, TokenCounts);
        TimeToFirstToken = _meter.CreateHistogram<double>("gen_ai.client.operation.time_to_first_chunk", "s", "Time from the call to the first streamed event.", null, ModelSeconds);
        UsageCost = _meter.CreateCounter<double>("agentfunctions.usage.cost", "USD", "Cost of model calls as charged.");
        UsageCostReturned = _meter.CreateCounter<double>("agentfunctions.usage.cost.returned", "USD", "What corrections took back of the cost charged.");
        UsageTokens = _meter.CreateCounter<long>("agentfunctions.usage.tokens", "{token}", "Tokens as charged, by class; parts are contained in input and output.");
        UsageTokensReturned = _meter.CreateCounter<long>("agentfunctions.usage.tokens.returned", "{token}", "What corrections took back of the tokens charged.");
        ToolDuration = _meter.CreateHistogram<double>("agentfunctions.tool.duration", "s", "Duration of tool calls by outcome, waiting for people not included.", null, ModelSeconds);
        Attempts = _meter.CreateCounter<long>("agentfunctions.model.attempts", "{attempt}", "Attempts at providers by outcome.");
        Events = _meter.CreateCounter<long>("agentfunctions.events", "{event}", "Events of docs/notifications.md by type and severity, whether a notification asks for them or not.");
        Runs = _meter.CreateCounter<long>("agentfunctions.runs", "{run}", "Runs that ended, by status.");
    }

    /// <summary>Whose measurements are: on every one that speaks of a call.</summary>
    public MetricOwners Owners { get; } = new();

    public ActivitySource Source { get; } = new(SourceName);

    public Histogram<double> RequestDuration { get; }

    public Histogram<double> OperationDuration { get; }

    public Histogram<long> TokenUsage { get; }

    public Histogram<double> TimeToFirstToken { get; }

    public Histogram<double> ToolDuration { get; }

    public Counter<long> Attempts { get; }

    public Counter<long> Events { get; }

    public Counter<long> Runs { get; }

    /// <summary>USD. Less <see cref="UsageCostReturned"/> it is what the ledger settled.</summary>
    public Counter<double> UsageCost { get; }

    public Counter<double> UsageCostReturned { get; }

    public Counter<long> UsageTokens { get; }

    public Counter<long> UsageTokensReturned { get; }

    public void Dispose()
    {
        Source.Dispose();
        _meter.Dispose();
    }
}
