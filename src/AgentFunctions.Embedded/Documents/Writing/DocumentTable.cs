using AgentFunctions.Core.Documents;
using AgentFunctions.Embedded.Documents.Sqlite;

namespace AgentFunctions.Embedded.Documents.Writing;

/// <summary>The table of a store file inside the writer's transaction. Used by the writer's thread only.</summary>
internal sealed class DocumentTable : IDisposable
{
    private readonly TimeProvider _time;
    private readonly SqliteStatement _select;
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _update;
    private readonly SqliteStatement _delete;
    private readonly SqliteStatement _sweep;

    public DocumentTable(StoreConnection connection, TimeProvider time)
    {
        _time = time;
        _select = connection.Prepare("SELECT key, etag, expires, body FROM documents WHERE container = ?1 AND tenant = ?2 AND second = ?3 AND id = ?4");
        _insert = connection.Prepare("INSERT INTO documents (container, tenant, second, id, etag, expires, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        _update = connection.Prepare("UPDATE documents SET etag = ?2, expires = ?3, body = ?4 WHERE key = ?1");
        _delete = connection.Prepare("DELETE FROM documents WHERE key = ?1");
        _sweep = connection.Prepare(
            "DELETE FROM documents WHERE key IN (SELECT key FROM documents INDEXED BY documents_by_expiry WHERE expires IS NOT NULL AND expires <= ?1 LIMIT ?2) RETURNING key");
    }

    /// <summary>Unix milliseconds.</summary>
    public long Now() => _time.GetUtcNow().ToUnixTimeMilliseconds();

    public DocumentRow Load(DocumentPartition partition, string id)
    {
        var row = new DocumentRow(partition, id);
        Bind(_select, partition, id);
        try
        {
            if (_select.Step())
                row.Load(_select.GetInt64(0), new RowState(true, _select.GetBlob(3).ToArray(), _select.GetInt64(1), _select.GetNullableInt64(2)));
            return row;
        }
        finally
        {
            _select.Reset();
        }
    }

    /// <summary>Makes the table hold what the row holds.</summary>
    public void Apply(DocumentRow row)
    {
        if (row.Kept.HasDocument && row.Key is { } key)
            Update(key, row);
        else if (row.Kept.HasDocument)
            row.Key = Insert(row);
        else if (row.Key is { } removed)
            Delete(removed);
        if (!row.Kept.HasDocument)
            row.Key = null;
        row.IsDirty = false;
    }

    /// <summary>Removes up to <paramref name="limit"/> expired documents; returns how many.</summary>
    public int Sweep(int limit)
    {
        _sweep.Bind(1, Now());
        _sweep.Bind(2, limit);
        try
        {
            var count = 0;
            while (_sweep.Step())
                count++;
            return count;
        }
        finally
        {
            _sweep.Reset();
        }
    }

    public void Dispose()
    {
        _select.Dispose();
        _insert.Dispose();
        _update.Dispose();
        _delete.Dispose();
        _sweep.Dispose();
    }

    private long Insert(DocumentRow row)
    {
        Bind(_insert, row.Partition, row.Id);
        _insert.Bind(5, row.Kept.ETag);
        _insert.Bind(6, row.Kept.Expires);
        _insert.BindBlob(7, row.Kept.Body.Span);
        _insert.Run();
        return _insert.LastInsertKey;
    }

    private void Update(long key, DocumentRow row)
    {
        _update.Bind(1, key);
        _update.Bind(2, row.Kept.ETag);
        _update.Bind(3, row.Kept.Expires);
        _update.BindBlob(4, row.Kept.Body.Span);
        _update.Run();
    }

    private void Delete(long key)
    {
        _delete.Bind(1, key);
        _delete.Run();
    }

    private static void Bind(SqliteStatement statement, DocumentPartition partition, string id)
    {
        statement.Bind(1, partition.Container.Name);
        statement.Bind(2, partition.TenantId);
        statement.Bind(3, partition.Second ?? "");
        statement.Bind(4, id);
    }
}
