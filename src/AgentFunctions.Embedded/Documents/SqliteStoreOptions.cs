namespace AgentFunctions.Embedded.Documents;

/// <summary>Settings of the SQLite engine.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>Folder of the store's files; created owner-only if it does not exist. Relative paths count from the current folder.</summary>
    public string DataDirectory { get; set; } = ".agentfunctions";

    /// <summary>How long a transaction waits for another process to release a file's write lock. 100 ms to 1 min, default 5 s.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a write may take from call to acknowledgement, queue and lock included, before it is reported unavailable. Longer than <see cref="BusyTimeout"/>, default 10 s.</summary>
    public TimeSpan OperationTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Writes that share one transaction at most. 1 to 1,000, default 128.</summary>
    public int MaxGroupOperations { get; set; } = 128;

    /// <summary>Writes that may wait for a file's writer; callers beyond it wait for room. 16 to 100,000, default 4,096.</summary>
    public int QueueCapacity { get; set; } = 4096;

    /// <summary>Read connections kept for each file. 1 to 64; default twice the processors, at least 4.</summary>
    public int MaxReaders { get; set; } = Math.Clamp(Environment.ProcessorCount * 2, 4, 32);

    /// <summary>Size a file may grow to before writes are refused as on a full disk; at least 1 MB. Default null: as far as the disk goes.</summary>
    public long? MaxFileBytes { get; set; }

    /// <summary>How often expired documents are removed from disk (they are invisible at once). 1 s to 1 day, default 1 min.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMinutes(1);
}
