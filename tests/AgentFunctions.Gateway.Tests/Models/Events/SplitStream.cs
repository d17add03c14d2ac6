namespace AgentFunctions.Gateway.Tests.Models.Events;

/// <summary>Gives its parts one a read.</summary>
internal sealed class SplitStream(IReadOnlyList<byte[]> parts) : MemoryStream
{
    private int _next;
    private int _offset;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_next < parts.Count && _offset == parts[_next].Length) (_next, _offset) = (_next + 1, 0);
        if (_next == parts.Count) return new(0);
        var count = Math.Min(buffer.Length, parts[_next].Length - _offset);
        parts[_next].AsMemory(_offset, count).CopyTo(buffer);
        _offset += count;
        return new(count);
    }
}
