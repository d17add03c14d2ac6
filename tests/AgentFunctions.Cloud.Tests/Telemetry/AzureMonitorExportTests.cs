using System.Diagnostics;
using System.Text.Json;
using AgentFunctions.Cloud.Telemetry;
using AgentFunctions.Cloud.Tests.Providers;
using AgentFunctions.Core.Telemetry;
using Azure.Core;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Trace;

namespace AgentFunctions.Cloud.Tests.Telemetry;

/// <summary>What reaches Application Insights by the host's own composition, through the real exporter.</summary>
public sealed class AzureMonitorExportTests
{
    private const int Spans = 400;

    /// <summary>However many fail in a second, and whatever the caller says of its own trace.</summary>
    [Theory]
    [InlineData("1", null)]
    [InlineData("0", null)]
    [InlineData("0", ActivityTraceFlags.None)]
    [InlineData("0", ActivityTraceFlags.Recorded)]
    public async Task Export_SpansThatFailed_AllArrive(string share, ActivityTraceFlags? caller)
    {
        var items = await ExportAsync(share, caller, static span => span.SetStatus(ActivityStatusCode.Error));

        Assert.Equal(Spans, items.Count);
    }

    [Theory]
    [InlineData("1", Spans, Spans)]
    [InlineData("0.25", Spans / 8, Spans / 2)]
    [InlineData("0", 0, 0)]
    public async Task Export_SpansThatWentWell_AreTheShare(string share, int least, int most) =>
        Assert.InRange((await ExportAsync(share, null, static _ => { })).Count, least, most);

    /// <summary>Alerts look for lines: those of an exception are told by their template, the others by their text.</summary>
    [Fact]
    public async Task Export_LogLines_ArriveAsTheQueriesReadThem()
    {
        using var ingestion = new IngestionFake();
        await using (var provider = Build(ingestion, "1"))
        {
            var logger = provider.GetRequiredService<ILoggerFactory>().CreateLogger("AgentFunctions.Jobs");
            JobLines.Failed(logger, new InvalidOperationException("boom"), "sweep");
            JobLines.Lost(logger, "sweep");
        }

        var failed = Assert.Single(Of(ingestion, "ExceptionData"));
        var lost = Assert.Single(Of(ingestion, "MessageData"));
        Assert.Equal(("Job {Job} failed", "sweep"), (failed.GetProperty("properties").GetProperty("OriginalFormat").GetString(), failed.GetProperty("properties").GetProperty("Job").GetString()));
        Assert.Equal("Job sweep was lost", lost.GetProperty("message").GetString());
        Assert.False(lost.GetProperty("properties").TryGetProperty("OriginalFormat", out _));
        Assert.All([failed, lost], static line => Assert.Equal(("Error", "AgentFunctions.Jobs"), (line.GetProperty("severityLevel").GetString(), line.GetProperty("properties").GetProperty("CategoryName").GetString())));
    }

    private static async Task<IReadOnlyList<JsonElement>> ExportAsync(string share, ActivityTraceFlags? caller, Action<Activity> finish)
    {
        using var ingestion = new IngestionFake();
        await using (var provider = Build(ingestion, share))
        {
            var tracing = provider.GetRequiredService<TracerProvider>();
            using var source = new ActivitySource(AgentFunctionsTelemetry.SourceName);
            for (var i = 0; i < Spans; i++)
            {
                Activity.Current = null;
                var parent = caller is { } flags ? new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), flags, isRemote: true) : default;
                using var span = source.StartActivity("span", ActivityKind.Server, parent);
                if (span is not null) finish(span);
            }

            Assert.True(tracing.ForceFlush());
        }

        return Of(ingestion, "RequestData");
    }

    private static IReadOnlyList<JsonElement> Of(IngestionFake ingestion, string type) =>
        [.. ingestion.Items.Select(static item => item.GetProperty("data")).Where(data => data.GetProperty("baseType").GetString() == type).Select(static data => data.GetProperty("baseData"))];

    private static ServiceProvider Build(IngestionFake ingestion, string share)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            [AzureMonitorServiceCollectionExtensions.ConnectionString] = "InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=https://ingestion.example/",
            [$"{AzureMonitorOptions.SectionName}:SampledShare"] = share,
        }).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddSingleton<TokenCredential>(new FakeCredential("token")).AddLogging();
        services.AddAzureMonitor(configuration).PostConfigure<AzureMonitorExporterOptions>(options =>
        {
            options.Transport = ingestion;
            options.DisableOfflineStorage = true;
        });
        return services.BuildServiceProvider();
    }
}
