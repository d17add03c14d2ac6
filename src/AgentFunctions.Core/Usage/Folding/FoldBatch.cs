namespace AgentFunctions.Core.Usage.Folding;

/// <summary>What goes into one batch of the store.</summary>
internal sealed class FoldBatch
{
    // Sums and names; texts come on top, each character six bytes at most.
    private const int RowBytes = 1200;
    private readonly HashSet<RollupKey> _rows = [];
    private readonly List<FoldChange> _changes = [];
    private int _bytes;

    public IReadOnlyCollection<RollupKey> Rows => _rows;

    /// <summary>One for each attempt.</summary>
    public IReadOnlyList<FoldChange> Changes => _changes;

    public int Count => _rows.Count + _changes.Count;

    public bool IsEmpty => Count == 0;

    /// <summary>Whether it may be added; always where the batch is empty.</summary>
    public bool HasRoomFor(FoldChange change, int operations, int bytes) =>
        IsEmpty || (Count + 1 + change.Differences.Count(d => !_rows.Contains(d.Key)) <= operations && _bytes + Size(change) <= bytes);

    public void Add(FoldChange change)
    {
        _bytes += Size(change);
        _changes.Add(change);
        foreach (var (key, _) in change.Differences) _rows.Add(key);
    }

    public void Clear()
    {
        _rows.Clear();
        _changes.Clear();
        _bytes = 0;
    }

    private int Size(FoldChange change)
    {
        var size = change.Body.Length;
        foreach (var (key, _) in change.Differences)
        {
            if (!_rows.Contains(key)) size += RowBytes + (6 * ((key.Name?.Length ?? 0) + (key.Value?.Length ?? 0)));
        }

        return size;
    }
}
