using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Restore;
using AgentFunctions.Embedded.Documents;
using AgentFunctions.Embedded.Documents.Sqlite;

namespace AgentFunctions.Embedded.Backups.Restoring;

/// <summary>The documents of container <c>resources</c> as a connection's open transaction sees them.</summary>
internal sealed class SqliteRestoreDocuments(StoreConnection connection) : IRestoredDocuments
{
    private const string AboveIdCharacters = "\u007f";
    private static readonly string Container = DocumentContainer.Resources.Name;

    public IReadOnlyList<RestoreDocument> Find(string idPrefix)
    {
        using var find = connection.Prepare("SELECT tenant, id, body, expires FROM documents WHERE container = ?1 AND second = '' AND id >= ?2 AND id < ?3 ORDER BY tenant, id");
        find.Bind(1, Container);
        find.Bind(2, idPrefix);
        find.Bind(3, idPrefix + AboveIdCharacters);
        var found = new List<RestoreDocument>();
        while (find.Step())
            found.Add(Row(find));
        return found;
    }

    public RestoreDocument? Read(string tenantId, string id)
    {
        using var read = connection.Prepare("SELECT tenant, id, body, expires FROM documents WHERE container = ?1 AND tenant = ?2 AND second = '' AND id = ?3");
        BindKey(read, tenantId, id);
        return read.Step() ? Row(read) : null;
    }

    public void Put(RestoreDocument document)
    {
        using var put = connection.Prepare(
            """
            INSERT INTO main.documents (container, tenant, second, id, etag, expires, body) VALUES (?1, ?2, '', ?3, ?4, ?5, ?6)
            ON CONFLICT (container, tenant, second, id) DO UPDATE SET etag = excluded.etag, expires = excluded.expires, body = excluded.body
            """);
        BindKey(put, document.TenantId, document.Id);
        put.Bind(4, DocumentETag.Next());
        put.Bind(5, document.ExpiresAt?.ToUnixTimeMilliseconds());
        put.BindBlob(6, document.Body);
        put.Run();
    }

    public void Delete(string tenantId, string id)
    {
        using var delete = connection.Prepare("DELETE FROM main.documents WHERE container = ?1 AND tenant = ?2 AND second = '' AND id = ?3");
        BindKey(delete, tenantId, id);
        delete.Run();
    }

    private static void BindKey(SqliteStatement statement, string tenantId, string id)
    {
        statement.Bind(1, Container);
        statement.Bind(2, tenantId);
        statement.Bind(3, id);
    }

    private static RestoreDocument Row(SqliteStatement row) =>
        new(row.GetString(0), row.GetString(1), row.GetBlob(2).ToArray(), DocumentExpiry.ToTime(row.GetNullableInt64(3)));
}
