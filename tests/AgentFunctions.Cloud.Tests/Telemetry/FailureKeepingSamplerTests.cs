using System.Diagnostics;
using AgentFunctions.Cloud.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace AgentFunctions.Cloud.Tests.Telemetry;

/// <summary>Sampling thins out what went well, by whole traces, and never what failed.</summary>
public sealed class FailureKeepingSamplerTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 200, 200)]
    [InlineData(0.25, 20, 80)]
    public void Export_SpansThatWentWell_AreTheShare(double share, int least, int most) =>
        Assert.InRange(Exported(share, 200, static _ => { }).Count, least, most);

    [Fact]
    public void Export_SpansThatFailed_AreAllThere()
    {
        Action<Activity>[] failures =
        [
            static span => span.SetStatus(ActivityStatusCode.Error), static span => span.SetTag("http.response.status_code", 429), static span => span.SetTag("http.response.status_code", 503L),
            static span => span.SetTag("error.type", "timeout"), static span => span.AddException(new InvalidOperationException()),
        ];
        foreach (var fail in failures) Assert.Equal(50, Exported(0, 50, fail).Count);
    }

    [Fact]
    public void Export_SpansOfOneTrace_AreKeptOrDroppedTogether()
    {
        var kept = Exported(0.5, 100, static _ => { }, children: 3);

        Assert.NotEmpty(kept);
        Assert.All(kept.GroupBy(static id => id), static trace => Assert.Equal(4, trace.Count()));
    }

    private static List<ActivityTraceId> Exported(double share, int count, Action<Activity> finish, int children = 0)
    {
        using var source = new ActivitySource("sampled-" + Guid.NewGuid());
        using var exporter = new KeptSpans();
        using (Sdk.CreateTracerProviderBuilder().AddSource(source.Name).SetSampler(new AlwaysOnSampler()).AddProcessor(new FailureKeepingSampler(share)).AddProcessor(new SimpleActivityExportProcessor(exporter)).Build())
        {
            for (var i = 0; i < count; i++)
            {
                Activity.Current = null;
                using var root = source.StartActivity("root")!;
                for (var child = 0; child < children; child++) source.StartActivity("child")!.Dispose();
                finish(root);
            }
        }

        return exporter.Traces;
    }

    private sealed class KeptSpans : BaseExporter<Activity>
    {
        public List<ActivityTraceId> Traces { get; } = [];

        public override ExportResult Export(in Batch<Activity> batch)
        {
            foreach (var span in batch) Traces.Add(span.TraceId);
            return ExportResult.Success;
        }
    }
}
