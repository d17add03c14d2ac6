namespace AgentFunctions.Core.Usage.Folding;

/// <summary>What goes into one batch of the store.</summary>
internal sealed class FoldBatch
{
    // Sums and names; texts come on top, each character six bytes at most.
    private const int RowBytes = 1200;
    private readonly HashSet<RollupKey> _rows = [];
    private readonly Dictionary<string, byte[]> _attempts = new(StringComparer.Ordinal);
    private int _bytes;

    public IReadOnlyCollection<RollupKey> Rows => _rows;

    public IReadOnlyDictionary<string, byte[]> Attempts => _attempts;

    public int Count => _rows.Count + _attempts.Count;

    public bool IsEmpty => Count == 0;

    /// <summary>Whether it may be added; always where the batch is empty.</summary>
    public bool HasRoomFor(FoldChange change, int operations, int bytes) =>
        IsEmpty || (Count + 1 + change.Differences.Count(d => !_rows.Contains(d.Key)) <= operations && _bytes + Size(change) <= bytes);

    public void Add(string attemptId, FoldChange change)
    {
        _bytes += Size(change);
        _attempts[attemptId] = change.Body;
        foreach (var (key, _) in change.Differences) _rows.Add(key);
    }

    public void Clear()
    {
        _rows.Clear();
        _attempts.Clear();
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
