using System.Net;
using System.Net.Http.Headers;
using AgentFunctions.Core.Workflows;

namespace AgentFunctions.Gateway.Tools.Sending;

/// <summary>
/// A body that is written once. A transport that meets a closed connection may send a request again by itself, one without a body even after it was taken in; every request that must not be repeated carries one of these, if
/// only an empty one, so that a second writing fails and what left is known.
/// </summary>
internal sealed class OnceContent : HttpContent
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly ReadOnlyMemory<byte> _body;
    private int _written;

    /// <param name="body">JSON; empty for none.</param>
    public OnceContent(ReadOnlyMemory<byte> body)
    {
        _body = body;
        if (!body.IsEmpty) Headers.ContentType = Json;
    }

    /// <summary>The request, or part of it, may have left.</summary>
    public bool IsWritten => Volatile.Read(ref _written) != 0;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        ActivityLease.Demand();
        if (Interlocked.Exchange(ref _written, 1) != 0) throw new IOException("The request was written before.");
        await stream.WriteAsync(_body, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
