using System.Buffers;

namespace AgentFunctions.Gateway.Models.Answers;

/// <summary>A growing byte buffer over pooled arrays. Dispose returns the array once.</summary>
public sealed class PooledBuffer : IDisposable
{
    private const int MinimumFree = 1024;
    private byte[] _array;

    public PooledBuffer(int sizeHint = 4096) => _array = ArrayPool<byte>.Shared.Rent(sizeHint);

    /// <summary>Takes ownership of a plain array that never goes to a pool.</summary>
    internal PooledBuffer(byte[] content)
    {
        _array = content;
        WrittenCount = content.Length;
        IsPooled = false;
    }

    public int WrittenCount { get; private set; }

    public ReadOnlyMemory<byte> WrittenMemory => _array.AsMemory(0, WrittenCount);

    public ReadOnlySpan<byte> WrittenSpan => _array.AsSpan(0, WrittenCount);

    private bool IsPooled { get; set; } = true;

    /// <summary>Free space to read into, growing when little is left.</summary>
    public Memory<byte> GetFree()
    {
        if (_array.Length - WrittenCount < MinimumFree) Grow();
        return _array.AsMemory(WrittenCount);
    }

    public void Advance(int count) => WrittenCount += count;

    /// <summary>Gives the array up to the garbage collector: somebody may still read it.</summary>
    public void Abandon() => IsPooled = false;

    public void Dispose()
    {
        var array = Interlocked.Exchange(ref _array, []);
        WrittenCount = 0;
        if (IsPooled && array.Length > 0) ArrayPool<byte>.Shared.Return(array);
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_array.Length * 2, MinimumFree * 4));
        _array.AsSpan(0, WrittenCount).CopyTo(larger);
        if (IsPooled) ArrayPool<byte>.Shared.Return(_array);
        (_array, IsPooled) = (larger, true);
    }
}
