namespace AgentFunctions.Core.Documents;

/// <summary>
/// The property names of the objects that a reader is inside of, to find one that appears twice: innermost object last, so that each object's names lie together. For bodies with few names in each object,
/// which is nearly all of them; beyond that it gives up and names have to be hashed.
/// </summary>
internal ref struct OpenNames(ReadOnlySpan<byte> body, Span<(int Start, int Length)> names, Span<int> firstOfLevel)
{
    /// <summary>Most names in one object that are compared one by one.</summary>
    public const int MostInObject = 32;

    private readonly ReadOnlySpan<byte> _body = body;
    private readonly Span<(int Start, int Length)> _names = names;
    private readonly Span<int> _firstOfLevel = firstOfLevel;
    private int _count;

    public void Open(int depth) => _firstOfLevel[depth] = _count;

    public void Close(int depth) => _count = _firstOfLevel[depth];

    /// <summary>Adds an unescaped name of the object at <paramref name="depth"/>. false: there are too many to compare.</summary>
    public bool TryAdd(int depth, int start, int length, out bool isTwice)
    {
        isTwice = false;
        var first = _firstOfLevel[depth];
        if (_count == _names.Length || _count - first == MostInObject) return false;
        var name = _body.Slice(start, length);
        foreach (var (otherStart, otherLength) in _names[first.._count])
        {
            if (otherLength == length && _body.Slice(otherStart, otherLength).SequenceEqual(name))
            {
                isTwice = true;
                return true;
            }
        }

        _names[_count++] = (start, length);
        return true;
    }
}
