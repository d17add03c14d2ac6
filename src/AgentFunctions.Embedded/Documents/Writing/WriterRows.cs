using AgentFunctions.Core.Documents;
using AgentFunctions.Embedded.Documents.Sqlite;

namespace AgentFunctions.Embedded.Documents.Writing;

/// <summary>
/// The documents that requests of the writer work on. A document that several requests of a group change is read once and written once, at the end of the group; one that nobody else wrote since is not read
/// again by the next group either. What is kept is worth nothing once another connection has committed (<see cref="Forget"/>): the writer finds out under the write lock, before it looks at any row.
/// </summary>
internal sealed class WriterRows(DocumentTable table, StoreConnection connection)
{
    /// <summary>Beyond either, rows are dropped between groups; the few that are needed all the time are soon back.</summary>
    private const int MostRows = 4096;
    private const int MostBytes = 2 * 1024 * 1024;
    private readonly Dictionary<RowKey, DocumentRow> _rows = new(RowKey.Comparer);
    private readonly List<DocumentRow> _touched = [];
    private readonly List<DocumentRow> _dirty = [];
    private long _bytes;

    /// <summary>For requests on tables of their own; in the same transaction.</summary>
    public StoreConnection Connection => connection;

    /// <summary>Unix milliseconds.</summary>
    public long Now() => table.Now();

    /// <summary>The document for the running request, which sees what requests before it and its own operations made of it.</summary>
    public DocumentRow Touch(DocumentPartition partition, string id, long now)
    {
        var key = new RowKey(partition, id);
        if (!_rows.TryGetValue(key, out var row))
        {
            row = table.Load(partition, id);
            _rows.Add(key, row);
            row.Touch(now);
            _bytes += row.Body.Length;
            _touched.Add(row);
        }
        else if (!row.IsTouched)
        {
            row.Touch(now);
            _touched.Add(row);
        }
        return row;
    }

    /// <summary>The running request succeeded: its changes go with the group.</summary>
    public void Keep()
    {
        foreach (var row in _touched)
        {
            var wasDirty = row.IsDirty;
            _bytes += row.Keep();
            if (row.IsDirty && !wasDirty)
                _dirty.Add(row);
        }
        _touched.Clear();
    }

    /// <summary>The running request failed: it leaves no trace.</summary>
    public void Drop()
    {
        foreach (var row in _touched)
            row.Drop();
        _touched.Clear();
    }

    /// <summary>Writes every change into the open transaction.</summary>
    public void Flush()
    {
        foreach (var row in _dirty)
            table.Apply(row);
        _dirty.Clear();
    }

    /// <summary>Removes up to <paramref name="limit"/> expired documents; returns how many.</summary>
    public int Sweep(int limit)
    {
        Flush();
        var removed = table.Sweep(limit);
        if (removed > 0)
            Forget();
        return removed;
    }

    /// <summary>The transaction is committed: keeps what may be needed again.</summary>
    public void Trim()
    {
        if (_rows.Count > MostRows || _bytes > MostBytes)
            Forget();
    }

    /// <summary>What is known here may no longer be so: another connection wrote, or the transaction is gone.</summary>
    public void Forget()
    {
        _rows.Clear();
        _touched.Clear();
        _dirty.Clear();
        _bytes = 0;
    }
}
