namespace AgentFunctions.Core.Documents;

/// <summary>What a container is for; decides its file and durability in the SQLite engine (DESIGN: files by purpose).</summary>
public enum StorePurpose
{
    /// <summary>Control plane and sessions; every commit is on disk before it is acknowledged.</summary>
    Documents,

    /// <summary>Counters and reservations; every commit is on disk before it is acknowledged.</summary>
    Ledger,

    /// <summary>Run state; every commit is on disk before it is acknowledged.</summary>
    Runs,

    /// <summary>Decision records, audit and rollups; survives a killed process, may lose the last moments on power loss.</summary>
    Records,

    /// <summary>Memory records; survives a killed process, may lose the last moments on power loss.</summary>
    Memory,

    /// <summary>Event streams; every commit is on disk before it is acknowledged, since what was published is gone from where it came.</summary>
    Streams,
}
