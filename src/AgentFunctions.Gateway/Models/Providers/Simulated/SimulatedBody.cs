namespace AgentFunctions.Gateway.Models.Providers.Simulated;

/// <summary>A response body that arrives in parts, each after its delay, and ends, stalls or breaks as told.</summary>
internal sealed class SimulatedBody(IEnumerable<(TimeSpan Delay, byte[] Bytes)> parts, SimulatedFault end, TimeProvider time) : Stream
{
    private readonly IEnumerator<(TimeSpan Delay, byte[] Bytes)> _parts = parts.GetEnumerator();
    private ReadOnlyMemory<byte> _current;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (_current.IsEmpty)
        {
            if (!_parts.MoveNext()) return await EndAsync(cancellationToken);
            if (_parts.Current.Delay > TimeSpan.Zero) await Task.Delay(_parts.Current.Delay, time, cancellationToken);
            _current = _parts.Current.Bytes;
        }

        var count = Math.Min(buffer.Length, _current.Length);
        _current[..count].CopyTo(buffer);
        _current = _current[count..];
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _parts.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask<int> EndAsync(CancellationToken cancellationToken)
    {
        if (end == SimulatedFault.Stall) await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        return end == SimulatedFault.Reset ? throw new IOException("The simulated connection was reset.") : 0;
    }
}
