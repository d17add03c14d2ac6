using System.Net;
using System.Net.Http.Headers;
using AgentFunctions.Gateway.Models.Requests;

namespace AgentFunctions.Gateway.Models.Providers.OpenAI;

/// <summary>The parts of an <see cref="UpstreamBody"/> as the content of a request.</summary>
internal sealed class SpliceContent : HttpContent
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly UpstreamWriter _writer;

    public SpliceContent(UpstreamWriter writer)
    {
        _writer = writer;
        Headers.ContentType = Json;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) => _writer.WriteAsync(stream, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = _writer.Length;
        return true;
    }
}
