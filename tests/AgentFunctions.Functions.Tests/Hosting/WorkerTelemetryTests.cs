using System.Diagnostics;
using AgentFunctions.Core.Telemetry;
using AgentFunctions.Functions.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace AgentFunctions.Functions.Tests.Hosting;

/// <summary>One trace from the host through the worker to our own spans.</summary>
public sealed class WorkerTelemetryTests : IDisposable
{
    private const string WorkerSource = "Microsoft.Azure.Functions.Worker";
    private const string DurableSource = "Microsoft.DurableTask";
    private const string Capability = "WorkerOpenTelemetryEnabled";
    private static readonly KeyValuePair<string, string?> Insights = new("APPLICATIONINSIGHTS_CONNECTION_STRING", "InstrumentationKey=11111111-1111-1111-1111-111111111111;IngestionEndpoint=https://127.0.0.1:1/");
    private static readonly KeyValuePair<string, string?> Otlp = new("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1");
    private readonly string _data = Path.Combine(Path.GetTempPath(), "agentfunctions-" + Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        if (Directory.Exists(_data)) Directory.Delete(_data, recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Spans_OfAnInvocation_AreOneTraceWithTheHosts(bool insights)
    {
        var collector = new Collector();
        using var host = Build([insights ? Insights : Otlp], services => services.ConfigureOpenTelemetryTracerProvider((_, tracing) => tracing.AddProcessor(new SimpleActivityExportProcessor(collector))));
        Assert.NotNull(host.Services.GetRequiredService<TracerProvider>());
        using var worker = new ActivitySource(WorkerSource);
        using var durable = new ActivitySource(DurableSource);
        var parent = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, isRemote: true);

        using (worker.StartActivity("Invoke", ActivityKind.Server, parent))
        {
            using var ours = host.Services.GetRequiredService<AgentFunctionsTelemetry>().Source.StartActivity("model_call");

            // As Durable's client does where an instance is started: what it hands to the host is this span's, and without one nothing.
            using var start = durable.StartActivity("create_orchestration:AgentRun", ActivityKind.Producer);
        }

        var spans = collector.Spans;
        var invocation = Assert.Single(spans, static span => span.Source.Name == WorkerSource);
        var call = Assert.Single(spans, static span => span.Source.Name == AgentFunctionsTelemetry.SourceName);
        Assert.Equal((parent.TraceId, parent.SpanId), (invocation.TraceId, invocation.ParentSpanId));
        Assert.Equal((parent.TraceId, invocation.SpanId), (call.TraceId, call.ParentSpanId));
        var started = Assert.Single(spans, static span => span.Source.Name == DurableSource);
        Assert.Equal((parent.TraceId, call.SpanId, true), (started.TraceId, started.ParentSpanId, started.Recorded));
        Assert.Equal("agentfunctions", collector.ParentProvider.GetResource().Attributes.Last(static attribute => attribute.Key == "service.name").Value);
    }

    [Fact]
    public void Host_LeavesTelemetryToTheWorker_OnlyWhereThatExports()
    {
        using var with = Build([Insights]);
        using var without = Build([]);

        Assert.Equal(bool.TrueString, with.Services.GetRequiredService<IOptions<WorkerOptions>>().Value.Capabilities[Capability]);
        Assert.False(without.Services.GetRequiredService<IOptions<WorkerOptions>>().Value.Capabilities.ContainsKey(Capability));
    }

    private IHost Build(KeyValuePair<string, string?>[] settings, Action<IServiceCollection>? configure = null)
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Configuration.AddInMemoryCollection([new("AgentFunctions:Data", _data), new("Functions:Worker:HostEndpoint", "http://127.0.0.1:1"), .. settings]);
        builder.AddAgentFunctionsHost();
        configure?.Invoke(builder.Services);
        return builder.Build();
    }

    private sealed class Collector : BaseExporter<Activity>
    {
        private readonly List<Activity> _spans = [];

        public IReadOnlyList<Activity> Spans
        {
            get
            {
                lock (_spans) return [.. _spans];
            }
        }

        public override ExportResult Export(in Batch<Activity> batch)
        {
            lock (_spans)
            {
                foreach (var span in batch) _spans.Add(span);
            }

            return ExportResult.Success;
        }
    }
}
