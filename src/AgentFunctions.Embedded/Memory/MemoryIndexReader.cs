using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Embedded.Documents;
using AgentFunctions.Embedded.Documents.Sqlite;

namespace AgentFunctions.Embedded.Memory;

/// <summary>The tables of the index beside the words, and the records behind its rows; on one state of the file.</summary>
internal sealed class MemoryIndexReader(StoreConnection connection, MemoryFilter filter, long now, IReadOnlySet<string>? known = null)
{
    private const double BytesOfWord = 9;

    private readonly byte[] _tenant = Encoding.UTF8.GetBytes(filter.TenantId);
    private readonly byte[] _agent = Encoding.UTF8.GetBytes(filter.Agent);

    /// <summary>null: nothing was ever kept for the agent.</summary>
    public long? FindScope()
    {
        var statement = connection.Keep("SELECT scope FROM memory_scopes WHERE tenant = ?1 AND agent = ?2");
        statement.Bind(1, filter.TenantId);
        statement.Bind(2, filter.Agent);
        try
        {
            return statement.Step() ? statement.GetInt64(0) : null;
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <summary>How many records the filter admits, and how many words that are searched for one has on average (by its length).</summary>
    public (long Records, double Words) Count(long scope)
    {
        var classes = MemoryRows.Classes(filter).ToHashSet();
        var (records, bytes) = (0L, 0L);
        var statement = connection.Keep(filter.Subject is null
            ? "SELECT class, records, bytes FROM memory_classes WHERE scope = ?1"
            : "SELECT class, records, bytes FROM memory_people_classes WHERE scope = ?1 AND person IN (?2, '')");
        statement.Bind(1, scope);
        if (filter.Subject is { } person)
            statement.Bind(2, person);
        try
        {
            while (statement.Step())
            {
                if (!classes.Contains((int)statement.GetInt64(0)))
                    continue;
                records += statement.GetInt64(1);
                bytes += statement.GetInt64(2);
            }
        }
        finally
        {
            statement.Reset();
        }
        return (records, records == 0 ? 0 : bytes / BytesOfWord / records);
    }

    /// <summary>Rows of some turns of a session, in order.</summary>
    public List<long> RowsOfTurns(long scope, TurnRange range, int limit) =>
        Rows("SELECT row FROM memory_turns WHERE scope = ?1 AND session = ?2 AND turn BETWEEN ?3 AND ?4 ORDER BY turn, row LIMIT ?5", statement =>
        {
            statement.Bind(1, scope);
            statement.Bind(2, range.SessionId);
            statement.Bind(3, range.First);
            statement.Bind(4, range.Last);
            statement.Bind(5, limit);
        });

    /// <summary>Rows of a time, the latest first.</summary>
    public List<long> RowsOfTime(long scope, DateTimeOffset? from, DateTimeOffset? to, int limit) =>
        filter.Subject is { } person
            ? [.. RowsOfPerson(scope, person, from, to, limit), .. RowsOfPerson(scope, MemoryRows.Nobody, from, to, limit)]
            : Rows("SELECT row FROM memory_times WHERE scope = ?1 AND at >= ?2 AND at < ?3 ORDER BY at DESC, row DESC LIMIT ?4", statement => Bind(statement, scope, from, to, limit));

    private List<long> RowsOfPerson(long scope, string person, DateTimeOffset? from, DateTimeOffset? to, int limit) =>
        Rows("SELECT row FROM memory_people WHERE scope = ?1 AND person = ?5 AND at >= ?2 AND at < ?3 ORDER BY at DESC, row DESC LIMIT ?4", statement =>
        {
            Bind(statement, scope, from, to, limit);
            statement.Bind(5, person);
        });

    private static void Bind(SqliteStatement statement, long scope, DateTimeOffset? from, DateTimeOffset? to, int limit)
    {
        statement.Bind(1, scope);
        statement.Bind(2, from?.ToUnixTimeSeconds() ?? long.MinValue);
        statement.Bind(3, to?.ToUnixTimeSeconds() ?? long.MaxValue);
        statement.Bind(4, limit);
    }

    /// <summary>The record of a row; null where it expired or the filter does not admit it.</summary>
    public MemoryRecord? Read(long row)
    {
        var statement = connection.Keep("SELECT expires, body, tenant, second, id FROM documents WHERE key = ?1");
        statement.Bind(1, MemoryRows.KeyOf(row));
        return ReadOne(statement);
    }

    public MemoryRecord? Read(string id)
    {
        var statement = connection.Keep("SELECT expires, body, tenant, second, id FROM documents WHERE container = ?1 AND tenant = ?2 AND second = ?3 AND id = ?4");
        statement.Bind(1, DocumentContainer.Memory.Name);
        statement.Bind(2, filter.TenantId);
        statement.Bind(3, filter.Agent);
        statement.Bind(4, id);
        return ReadOne(statement);
    }

    private MemoryRecord? ReadOne(SqliteStatement statement)
    {
        try
        {
            // The filter is in the row's number already; whose the document is, is asked twice.
            if (!statement.Step() || DocumentExpiry.IsPast(statement.GetNullableInt64(0), now) || !statement.GetBlob(2).SequenceEqual(_tenant) || !statement.GetBlob(3).SequenceEqual(_agent))
                return null;
            // Reading it is what costs.
            if (known?.Contains(statement.GetString(4)) == true)
                return null;
            var record = MemoryRecordJson.Read(statement.GetBlob(1));
            return filter.Admits(record) ? record : null;
        }
        catch (JsonException)
        {
            // Somebody wrote a document of another shape under a record's name: it is no record.
            return null;
        }
        finally
        {
            statement.Reset();
        }
    }

    private List<long> Rows(string sql, Action<SqliteStatement> bind)
    {
        var rows = new List<long>();
        var statement = connection.Keep(sql);
        bind(statement);
        try
        {
            while (statement.Step())
                rows.Add(statement.GetInt64(0));
        }
        finally
        {
            statement.Reset();
        }
        return rows;
    }
}
