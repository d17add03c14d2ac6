using System.IO.Compression;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;

namespace AgentFunctions.Cloud.Tests.Telemetry;

/// <summary>Application Insights' ingestion, in place of the network: keeps what arrives and takes everything.</summary>
internal sealed class IngestionFake : HttpPipelineTransport, IDisposable
{
    private readonly HttpClientTransport _requests = new();
    private readonly List<JsonElement> _items = [];

    /// <summary>What arrived: envelopes with <c>data.baseData</c>.</summary>
    public IReadOnlyList<JsonElement> Items
    {
        get
        {
            lock (_items) return [.. _items];
        }
    }

    public void Dispose() => _requests.Dispose();

    public override Request CreateRequest() => _requests.CreateRequest();

    public override void Process(HttpMessage message) => ProcessAsync(message).AsTask().GetAwaiter().GetResult();

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        using var body = new MemoryStream();
        if (message.Request.Content is { } content) await content.WriteToAsync(body, message.CancellationToken);
        var lines = Lines(body.ToArray());
        lock (_items) _items.AddRange(lines);
        message.Response = new IngestionAnswer(lines.Length);
    }

    private static JsonElement[] Lines(byte[] body)
    {
        using var reader = new StreamReader(body is [0x1f, 0x8b, ..] ? new GZipStream(new MemoryStream(body), CompressionMode.Decompress) : new MemoryStream(body));
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement)];
    }
}
