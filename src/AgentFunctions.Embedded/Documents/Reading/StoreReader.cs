using AgentFunctions.Core.Documents;
using AgentFunctions.Embedded.Documents.Sqlite;

namespace AgentFunctions.Embedded.Documents.Reading;

/// <summary>A read connection with its prepared statements; used by one caller at a time.</summary>
internal sealed class StoreReader : IDisposable
{
    private readonly StoreConnection _connection;
    private readonly SqliteStatement _read;
    private SqliteStatement? _ascending;
    private SqliteStatement? _descending;
    private SqliteStatement? _body;

    public StoreReader(StoreFileSettings settings)
    {
        _connection = StoreConnection.OpenReader(settings);
        _read = _connection.Prepare("SELECT etag, expires, body FROM documents WHERE container = ?1 AND tenant = ?2 AND second = ?3 AND id = ?4");
    }

    /// <summary>For reads of tables other than the documents'.</summary>
    public StoreConnection Connection => _connection;

    public DocumentResult Read(DocumentPartition partition, string id, TimeProvider time)
    {
        Bind(_read, partition, id);
        try
        {
            if (!_read.Step())
                return new DocumentResult(DocumentStatus.NotFound);
            var expires = _read.GetNullableInt64(1);
            if (expires is not null && DocumentExpiry.IsPast(expires, time.GetUtcNow().ToUnixTimeMilliseconds()))
                return new DocumentResult(DocumentStatus.NotFound);
            var document = new Document(id, _read.GetBlob(2).ToArray(), DocumentETag.Format(_read.GetInt64(0)), DocumentExpiry.ToTime(expires));
            return new DocumentResult(DocumentStatus.Ok, document);
        }
        finally
        {
            _read.Reset();
        }
    }

    /// <summary>The partition's rows in <paramref name="range"/> by id: key, id, etag, expires, body. Reset it when done.</summary>
    public SqliteStatement Scan(DocumentPartition partition, IdRange range, bool descending)
    {
        const string Columns = "SELECT key, id, etag, expires, body FROM documents WHERE container = ?1 AND tenant = ?2 AND second = ?3 AND id >= ?4 AND id < ?5 ORDER BY id";
        var scan = descending
            ? _descending ??= _connection.Prepare(Columns + " DESC")
            : _ascending ??= _connection.Prepare(Columns);
        Bind(scan, partition, range.From);
        scan.Bind(5, range.Before);
        return scan;
    }

    /// <summary>etag, expires, body of a row seen in the same <see cref="BeginSnapshot"/>. Reset it when done.</summary>
    public SqliteStatement Row(long key)
    {
        var statement = _body ??= _connection.Prepare("SELECT etag, expires, body FROM documents WHERE key = ?1");
        statement.Bind(1, key);
        return statement;
    }

    /// <summary>Statements until <see cref="EndSnapshot"/> see one state of the file.</summary>
    public void BeginSnapshot() => _connection.Execute("BEGIN");

    public void EndSnapshot() => _connection.Execute("COMMIT");

    public void Dispose()
    {
        _read.Dispose();
        _ascending?.Dispose();
        _descending?.Dispose();
        _body?.Dispose();
        _connection.Dispose();
    }

    private static void Bind(SqliteStatement statement, DocumentPartition partition, string id)
    {
        statement.Bind(1, partition.Container.Name);
        statement.Bind(2, partition.TenantId);
        statement.Bind(3, partition.Second ?? "");
        statement.Bind(4, id);
    }
}
