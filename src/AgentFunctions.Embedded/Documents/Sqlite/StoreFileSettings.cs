using AgentFunctions.Core.Documents;

namespace AgentFunctions.Embedded.Documents.Sqlite;

/// <summary>Which file, how durable and how patient.</summary>
internal sealed record StoreFileSettings(string Path, StorePurpose Purpose, TimeSpan BusyTimeout, long? MaxBytes)
{
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Whether a commit is on disk before it is acknowledged (synchronous=FULL).</summary>
    public bool IsDurable => Purpose is StorePurpose.Documents or StorePurpose.Ledger or StorePurpose.Runs or StorePurpose.Streams;

    /// <summary>Whether people's words lie in it. Of the others, only numbers and names of resources.</summary>
    public bool HoldsContent => Purpose is StorePurpose.Documents or StorePurpose.Runs or StorePurpose.Memory;

    public static StoreFileSettings For(StorePurpose purpose, SqliteStoreOptions options) =>
        new(System.IO.Path.Combine(System.IO.Path.GetFullPath(options.DataDirectory), FileName(purpose)), purpose, options.BusyTimeout, options.MaxFileBytes);

    private static string FileName(StorePurpose purpose) => purpose switch
    {
        StorePurpose.Documents => "documents.db",
        StorePurpose.Ledger => "ledger.db",
        StorePurpose.Runs => "runs.db",
        StorePurpose.Records => "records.db",
        StorePurpose.Memory => "memory.db",

        // Last in the order of names, which is the order of backups: a copy of the stream holds all that the copies of ledger and records speak of.
        StorePurpose.Streams => "streams.db",
        _ => throw new ArgumentOutOfRangeException(nameof(purpose)),
    };
}
