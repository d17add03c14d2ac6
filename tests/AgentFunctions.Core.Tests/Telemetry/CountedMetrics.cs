using System.Diagnostics.Metrics;
using AgentFunctions.Core.Telemetry;

namespace AgentFunctions.Core.Tests.Telemetry;

/// <summary>A facade that is listened to, and what was counted on it: <c>agentfunctions.runs 1 tenant=default ...</c>.</summary>
internal sealed class CountedMetrics : IMeterFactory
{
    private readonly MeterListener _listener = new();

    public CountedMetrics()
    {
        Telemetry = new AgentFunctionsTelemetry(this);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, Telemetry.Runs.Meter)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            Counted.Add($"{instrument.Name} {value} {string.Join(' ', tags.ToArray().Select(static tag => $"{tag.Key}={tag.Value}"))}"));
        _listener.Start();
    }

    public AgentFunctionsTelemetry Telemetry { get; }

    public List<string> Counted { get; } = [];

    public Meter Create(MeterOptions options) => new(options);

    public void Dispose()
    {
        _listener.Dispose();
        Telemetry.Dispose();
    }
}
