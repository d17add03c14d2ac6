using AgentFunctions.Embedded.Documents.Sqlite;

namespace AgentFunctions.Embedded.Memory;

/// <summary>
/// The index of records in the file of memory. Triggers on the documents keep it, in the transaction that writes the document, so that it agrees with the documents whatever ends the process and whoever writes them (a
/// restore too). An index of another version, or none, is made anew from the documents when the file is opened.
/// </summary>
internal static class MemorySchema
{
    /// <summary>Raised with every change of tables or triggers below.</summary>
    private const long Version = 2;

    private static readonly string[] Tables =
    [
        "CREATE TABLE memory_scopes (scope INTEGER PRIMARY KEY, tenant TEXT NOT NULL, agent TEXT NOT NULL, UNIQUE (tenant, agent)) STRICT",
        "CREATE TABLE memory_classes (scope INTEGER NOT NULL, class INTEGER NOT NULL, records INTEGER NOT NULL, bytes INTEGER NOT NULL, PRIMARY KEY (scope, class)) STRICT, WITHOUT ROWID",
        "CREATE TABLE memory_turns (scope INTEGER NOT NULL, session TEXT NOT NULL, turn INTEGER NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (scope, session, turn, row)) STRICT, WITHOUT ROWID",
        "CREATE TABLE memory_times (scope INTEGER NOT NULL, at INTEGER NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (scope, at, row)) STRICT, WITHOUT ROWID",
        "CREATE TABLE memory_people (scope INTEGER NOT NULL, person TEXT NOT NULL, at INTEGER NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (scope, person, at, row)) STRICT, WITHOUT ROWID",
        "CREATE TABLE memory_people_classes (scope INTEGER NOT NULL, person TEXT NOT NULL, class INTEGER NOT NULL, records INTEGER NOT NULL, bytes INTEGER NOT NULL, PRIMARY KEY (scope, person, class)) STRICT, WITHOUT ROWID",
        "CREATE VIRTUAL TABLE memory_text USING fts5(text, filed, people, content='', contentless_delete=1, tokenize='porter unicode61 remove_diacritics 2')",
        $"CREATE TRIGGER memory_added AFTER INSERT ON documents WHEN {IsRecord("NEW")} BEGIN {Add("NEW")} END",
        $"CREATE TRIGGER memory_removed AFTER DELETE ON documents WHEN {IsRecord("OLD")} BEGIN {Remove("OLD")} END",
        // Counters of use change often and are not indexed.
        $"CREATE TRIGGER memory_changed AFTER UPDATE OF body ON documents WHEN {IsRecord("NEW")} AND ({Indexed("OLD")}) IS NOT ({Indexed("NEW")}) BEGIN {Remove("OLD")} {Add("NEW")} END",
    ];

    public static void Ensure(StoreConnection connection)
    {
        if (VersionOf(connection) == Version)
            return;
        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            // Checked again under the lock: another process may have done it.
            if (VersionOf(connection) != Version)
                Make(connection);
            connection.Execute("COMMIT");
        }
        catch
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
                connection.Execute("ROLLBACK");
            throw;
        }
    }

    private static long VersionOf(StoreConnection connection) =>
        connection.QueryInt64("SELECT count(*) FROM sqlite_schema WHERE name = 'memory_index'") == 0 ? 0 : connection.QueryInt64("SELECT version FROM memory_index");

    private static void Make(StoreConnection connection)
    {
        foreach (var trigger in (string[])["memory_added", "memory_removed", "memory_changed"])
            connection.Execute($"DROP TRIGGER IF EXISTS {trigger}");
        foreach (var table in (string[])["memory_index", "memory_scopes", "memory_classes", "memory_turns", "memory_times", "memory_people", "memory_people_classes", "memory_text", "memory_fill"])
            connection.Execute($"DROP TABLE IF EXISTS {table}");
        foreach (var statement in Tables)
            connection.Execute(statement);
        // The documents that are there pass the same statements as those to come: through a table with the trigger's columns.
        connection.Execute("CREATE TABLE memory_fill (key INTEGER PRIMARY KEY, container TEXT, tenant TEXT, second TEXT, id TEXT, body BLOB)");
        connection.Execute($"CREATE TRIGGER memory_filled AFTER INSERT ON memory_fill WHEN {IsRecord("NEW")} BEGIN {Add("NEW")} END");
        connection.Execute("INSERT INTO memory_fill SELECT key, container, tenant, second, id, body FROM documents WHERE container = 'memory' AND id GLOB 'mem_*'");
        connection.Execute("DROP TABLE memory_fill");
        connection.Execute("CREATE TABLE memory_index (version INTEGER NOT NULL) STRICT");
        connection.Execute($"INSERT INTO memory_index VALUES ({Version})");
    }

    private static string IsRecord(string row) => $"{row}.container = 'memory' AND {row}.id GLOB 'mem_*'";

    private static string Field(string row, string path) => $"json_extract(CAST({row}.body AS TEXT), '$.{path}')";

    private static string All(string row, string path) => $"(SELECT group_concat(value, ' ') FROM json_each(CAST({row}.body AS TEXT), '$.{path}'))";

    private static string Filed(string row) =>
        $"concat_ws(' ', {Field(row, "speaker")}, {Field(row, "subject")}, {Field(row, "attribute")}, {All(row, "tags")}, {All(row, "entities")})";

    private static string At(string row) => $"unixepoch({Field(row, "occurredAt")})";

    private static string Indexed(string row) =>
        $"{Class(row)}, {Field(row, "text")}, {Filed(row)}, {Field(row, "sessionId")}, {Field(row, "turn")}, {Field(row, "occurredAt")}, {Subject(row)}, {Speaker(row)}";

    private static string Subject(string row) => $"nullif({Field(row, "subjectKey")}, '')";

    /// <summary>What was written before there was a key of speakers: of letters without accents it is this.</summary>
    private static string Speaker(string row) => $"nullif(coalesce({Field(row, "speakerKey")}, lower(trim({Field(row, "speaker")}))), '')";

    /// <summary>One row for each person that a record is of; the empty name is nobody.</summary>
    private static string People(string row) =>
        $"(SELECT {Subject(row)} AS person WHERE {Subject(row)} IS NOT NULL UNION SELECT {Speaker(row)} WHERE {Speaker(row)} IS NOT NULL UNION SELECT '' WHERE coalesce({Subject(row)}, {Speaker(row)}) IS NULL)";

    /// <summary>The same as words of the index, see <see cref="MemoryRows.WordOf"/>.</summary>
    private static string PeopleWords(string row) => $"(SELECT group_concat(char({(int)MemoryRows.PersonMark}) || hex(person), ' ') FROM {People(row)})";

    /// <summary>As <see cref="MemoryRows.Classes"/> counts them. A word that is not known counts as the most guarded one.</summary>
    private static string Class(string row) =>
        $"""
        (CASE {Field(row, "state")} WHEN 'active' THEN 0 WHEN 'demoted' THEN 1 WHEN 'superseded' THEN 2 WHEN 'quarantined' THEN 3 ELSE 4 END * {MemoryRows.ClassesOfState}
          + CASE {Field(row, "label.confidentiality")} WHEN 'public' THEN 0 WHEN 'internal' THEN 4 ELSE 8 END
          + CASE {Field(row, "label.integrity")} WHEN 'trusted' THEN 2 ELSE 0 END
          + CASE {Field(row, "kind")} WHEN 'semantic' THEN 1 ELSE 0 END)
        """;

    private static string Scope(string row) => $"(SELECT scope FROM memory_scopes WHERE tenant = {row}.tenant AND agent = {row}.second)";

    private static string Row(string row) => $"(({Scope(row)} << {MemoryRows.ClassBits} | {Class(row)}) << {MemoryRows.KeyBits} | {row}.key)";

    private static string Bytes(string row) => $"length({Field(row, "text")})";

    private static string Add(string row) =>
        $"""
        INSERT INTO memory_scopes (tenant, agent) SELECT {row}.tenant, {row}.second WHERE {Scope(row)} IS NULL;
        INSERT INTO memory_text (rowid, text, filed, people) VALUES ({Row(row)}, {Field(row, "text")}, {Filed(row)}, {PeopleWords(row)});
        INSERT INTO memory_classes VALUES ({Scope(row)}, {Class(row)}, 1, {Bytes(row)})
          ON CONFLICT (scope, class) DO UPDATE SET records = records + 1, bytes = bytes + excluded.bytes;
        INSERT INTO memory_turns SELECT {Scope(row)}, {Field(row, "sessionId")}, {Field(row, "turn")}, {Row(row)}
          WHERE {Field(row, "sessionId")} IS NOT NULL AND {Field(row, "turn")} IS NOT NULL;
        INSERT INTO memory_people SELECT {Scope(row)}, person, coalesce({At(row)}, 0), {Row(row)} FROM {People(row)};
        INSERT INTO memory_people_classes SELECT {Scope(row)}, person, {Class(row)}, 1, {Bytes(row)} FROM {People(row)} WHERE true
          ON CONFLICT (scope, person, class) DO UPDATE SET records = records + 1, bytes = bytes + excluded.bytes;
        INSERT INTO memory_times SELECT {Scope(row)}, {At(row)}, {Row(row)} WHERE {At(row)} IS NOT NULL;
        """;

    private static string Remove(string row) =>
        $"""
        DELETE FROM memory_text WHERE rowid = {Row(row)};
        UPDATE memory_classes SET records = records - 1, bytes = bytes - {Bytes(row)} WHERE scope = {Scope(row)} AND class = {Class(row)};
        UPDATE memory_people_classes SET records = records - 1, bytes = bytes - {Bytes(row)} WHERE scope = {Scope(row)} AND class = {Class(row)} AND person IN (SELECT person FROM {People(row)});
        DELETE FROM memory_people_classes WHERE scope = {Scope(row)} AND class = {Class(row)} AND records = 0 AND person IN (SELECT person FROM {People(row)});
        DELETE FROM memory_people WHERE scope = {Scope(row)} AND at = coalesce({At(row)}, 0) AND row = {Row(row)} AND person IN (SELECT person FROM {People(row)});
        DELETE FROM memory_turns WHERE scope = {Scope(row)} AND session = {Field(row, "sessionId")} AND turn = {Field(row, "turn")} AND row = {Row(row)};
        DELETE FROM memory_times WHERE scope = {Scope(row)} AND at = {At(row)} AND row = {Row(row)};
        """;
}
