using AgentFunctions.Core.Workflows;

namespace AgentFunctions.Gateway.Models.Providers;

/// <summary>
/// Writes the body of one attempt to the wire. A transport may go on writing after it has answered, so the writer knows whether anybody still reads the caller's bytes: a buffer in use must never go
/// back to a pool.
/// </summary>
public sealed class UpstreamWriter(ProviderRequest request)
{
    private const int Idle = 0;
    private const int Writing = 1;
    private const int Closed = 2;
    private int _state;

    /// <summary>Bytes of the body.</summary>
    public int Length => request.Body.Length;

    /// <summary>Says that nothing has left yet; a transport that sends more than it was told to would have to say otherwise.</summary>
    public void Begin() => request.Attempt.IsSent = false;

    /// <summary>Ends it: no write begins any more. Where one is still going on, the call is told that its buffer has escaped.</summary>
    public void Close()
    {
        if (Interlocked.CompareExchange(ref _state, Closed, Idle) == Writing) request.Call.BodyEscaped = true;
    }

    /// <exception cref="IOException">The attempt is over.</exception>
    public async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ActivityLease.Demand();
        if (Interlocked.CompareExchange(ref _state, Writing, Idle) != Idle) throw new IOException("The request is over.");
        request.Attempt.IsSent = true;
        try
        {
            if (request.Body.IsOriginal)
            {
                await stream.WriteAsync(request.Body.Original, cancellationToken);
                return;
            }

            foreach (var segment in request.Body.Segments) await stream.WriteAsync(segment, cancellationToken);
        }
        finally
        {
            Volatile.Write(ref _state, Idle);
        }
    }
}
