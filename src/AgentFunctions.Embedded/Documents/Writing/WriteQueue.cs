using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace AgentFunctions.Embedded.Documents.Writing;

/// <summary>
/// Requests on their way to the writer's thread. Waiting on the channel itself would send every wake-up through the thread pool and spin before it sleeps; whoever queues a request wakes the thread directly here,
/// and only when it sleeps.
/// </summary>
internal sealed class WriteQueue(int capacity)
{
    private readonly Channel<WriteRequest> _requests = Channel.CreateBounded<WriteRequest>(new BoundedChannelOptions(capacity) { SingleReader = true });
    private readonly object _gate = new();
    private bool _isAsleep;
    private volatile bool _isClosed;

    public int Count => _requests.Reader.Count;

    public bool HasRequests => _requests.Reader.TryPeek(out _);

    /// <summary>Queues a request; waits for room when the queue is full.</summary>
    public ValueTask EnqueueAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        var queued = _requests.Writer.WriteAsync(request, cancellationToken);
        Wake();
        return queued;
    }

    /// <summary>Takes no more requests; false if it was closed before.</summary>
    public bool TryClose()
    {
        if (!_requests.Writer.TryComplete())
            return false;
        _isClosed = true;
        Wake();
        return true;
    }

    public bool TryRead([NotNullWhen(true)] out WriteRequest? request) => _requests.Reader.TryRead(out request);

    /// <summary>Blocks the writer's thread until there is a request; false once the queue is closed and empty.</summary>
    public bool Wait()
    {
        while (!HasRequests)
        {
            // What was queued before the end is there to be seen after it.
            if (_isClosed)
                return HasRequests;
            Sleep();
        }
        return true;
    }

    private void Sleep()
    {
        Volatile.Write(ref _isAsleep, true);
        // Fenced on both sides: either this sees the request, or whoever queued it sees the sleeper.
        Interlocked.MemoryBarrier();
        lock (_gate)
        {
            while (_isAsleep && !HasRequests && !_isClosed)
                Monitor.Wait(_gate);
            _isAsleep = false;
        }
    }

    private void Wake()
    {
        Interlocked.MemoryBarrier();
        if (!Volatile.Read(ref _isAsleep))
            return;
        lock (_gate)
        {
            _isAsleep = false;
            Monitor.Pulse(_gate);
        }
    }
}
