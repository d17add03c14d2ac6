using System.Text;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Processes;
using AgentFunctions.TestKit.Upstream;

namespace AgentFunctions.LocalHost.Tests.Telemetry;

/// <summary>A real collector's endpoint named by the standard environment variables receives the spans of a call, in the caller's trace, without its content.</summary>
public sealed class OtlpTests : IDisposable
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string Prompt = "a-prompt-that-stays-off-the-spans";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Export_ByStandardVariables_ContinuesTheCallersTraceWithoutContentOrKeys()
    {
        await using var collector = ScriptedUpstream.Start();
        collector.Default = static _ => UpstreamReply.Bytes(200, "application/x-protobuf", []);
        await using var host = await LocalHostProcess.StartAsync(_folder.Sub("data"), environment: new Dictionary<string, string?>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address.ToString(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
        });
        var (_, key) = await host.IssueKeyAsync();
        using var request = LocalHostCalls.Request(
            HttpMethod.Post, "/v1/chat/completions", key, $$"""{"model":"sim-small","messages":[{"role":"user","content":"{{Prompt}}"}]}""");
        request.Headers.Add("traceparent", $"00-{TraceId}-b7ad6b7169203331-01");

        using var response = await host.Client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        var trace = Encoding.Latin1.GetString(Convert.FromHexString(TraceId));
        string Spans() => string.Concat(Posts(collector, "/v1/traces").Where(text => text.Contains(trace, StringComparison.Ordinal)));

        // Spans of a trace come as they end, in more than one batch.
        foreach (var name in (string[])["POST /v1/chat/completions", "chat sim-small", "gen_ai.usage.input_tokens", "gen_ai.request.model"])
            await TestWait.UntilAsync(() => Spans().Contains(name, StringComparison.Ordinal), $"the collector receives '{name}' in the caller's trace");
        await TestWait.UntilAsync(() => Posts(collector, "/v1/metrics").Any(static text => text.Contains("gen_ai.client.token.usage", StringComparison.Ordinal)), "the collector receives token metrics");

        // An attempt that failed is a log line.
        using var failing = LocalHostCalls.Request(HttpMethod.Post, "/v1/chat/completions", key, $$"""{"model":"sim-error-500","messages":[{"role":"user","content":"{{Prompt}}"}]}""");
        using var failure = await host.Client.SendAsync(failing);
        Assert.False(failure.IsSuccessStatusCode);
        await TestWait.UntilAsync(() => Posts(collector, "/v1/logs").Any(static text => text.Contains("sim-error-500", StringComparison.Ordinal)), "the collector receives log lines");

        foreach (var text in Posts(collector, "/v1/"))
        {
            foreach (var secret in (string[])[Prompt, key, LocalHostProcess.AdminKey]) Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Posts(ScriptedUpstream collector, string path) =>
        collector.Requests.Where(request => request.Target.StartsWith(path, StringComparison.Ordinal)).Select(static request => Encoding.Latin1.GetString(request.Body));
}
