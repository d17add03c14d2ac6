using System.Net;
using System.Net.Http.Headers;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Requests;

namespace AgentFunctions.Gateway.Models.Providers.OpenAI;

/// <summary>
/// Writes the parts of an <see cref="UpstreamBody"/> to the wire. A transport may go on writing after it has answered, so the content knows whether anybody still reads the caller's bytes:
/// a buffer in use must never go back to a pool.
/// </summary>
internal sealed class SpliceContent : HttpContent
{
    private const int Idle = 0;
    private const int Writing = 1;
    private const int Closed = 2;
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly UpstreamBody _body;
    private readonly ModelAttempt _attempt;
    private int _state;

    public SpliceContent(UpstreamBody body, ModelAttempt attempt)
    {
        (_body, _attempt) = (body, attempt);
        Headers.ContentType = Json;
    }

    /// <summary>Ends it. false: a write is still going on.</summary>
    public bool Close() => Interlocked.CompareExchange(ref _state, Closed, Idle) != Writing;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        ActivityLease.Demand();
        if (Interlocked.CompareExchange(ref _state, Writing, Idle) != Idle) throw new IOException("The request is over.");
        _attempt.IsSent = true;
        try
        {
            if (_body.IsOriginal)
            {
                await stream.WriteAsync(_body.Original, cancellationToken);
                return;
            }

            foreach (var segment in _body.Segments) await stream.WriteAsync(segment, cancellationToken);
        }
        finally
        {
            Volatile.Write(ref _state, Idle);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
