namespace AgentFunctions.Gateway.Models.Requests;

/// <summary>The body for one target: the caller's bytes with a few places replaced. Every change made here is listed in docs/fidelity.md.</summary>
public sealed class UpstreamBody
{
    private readonly ReadOnlyMemory<byte> _original;
    private readonly List<BodyEdit>? _edits;

    internal UpstreamBody(ReadOnlyMemory<byte> original, List<BodyEdit>? edits)
    {
        _original = original;
        _edits = edits;
        Length = original.Length;
        if (edits is null) return;
        edits.Sort(static (a, b) => a.Offset.CompareTo(b.Offset));
        foreach (var edit in edits) Length += edit.Replacement.Length - edit.Length;
    }

    public int Length { get; }

    /// <summary>The parts in order.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Segments => _edits is null ? [_original] : Spliced(_edits);

    /// <summary>true when the caller's bytes go out untouched.</summary>
    internal bool IsOriginal => _edits is null;

    internal ReadOnlyMemory<byte> Original => _original;

    /// <summary>A copy in one piece.</summary>
    public byte[] ToArray()
    {
        var copy = new byte[Length];
        var at = 0;
        foreach (var segment in Segments)
        {
            segment.CopyTo(copy.AsMemory(at));
            at += segment.Length;
        }

        return copy;
    }

    private IEnumerable<ReadOnlyMemory<byte>> Spliced(List<BodyEdit> edits)
    {
        var from = 0;
        foreach (var edit in edits)
        {
            if (edit.Offset > from) yield return _original[from..edit.Offset];
            if (edit.Replacement.Length > 0) yield return edit.Replacement;
            from = edit.Offset + edit.Length;
        }

        if (from < _original.Length) yield return _original[from..];
    }
}
