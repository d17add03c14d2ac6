namespace AgentFunctions.Core.Documents;

/// <summary>A named container of documents. The first level of its partition key is always the tenant; <see cref="SecondKey"/> names the second, if there is one.</summary>
/// <param name="Name">Container name, the same in both engines.</param>
/// <param name="SecondKey">Property name of the second partition level, or null where the tenant alone is the partition.</param>
/// <param name="Purpose">Which store file (SQLite) or throughput group (Cosmos DB) holds it.</param>
public sealed record DocumentContainer(string Name, string? SecondKey, StorePurpose Purpose)
{
    /// <summary>Control-plane documents and the tenant's version document. Partition: tenant.</summary>
    public static readonly DocumentContainer Resources = new("resources", null, StorePurpose.Documents);

    /// <summary>Counters, reservations and blocks. Partition: tenant, shard.</summary>
    public static readonly DocumentContainer Ledger = new("ledger", "shard", StorePurpose.Ledger);

    /// <summary>Context slots, messages and issued response ids. Partition: tenant, session.</summary>
    public static readonly DocumentContainer Sessions = new("sessions", "sessionId", StorePurpose.Documents);

    /// <summary>Memory records. Partition: tenant, agent.</summary>
    public static readonly DocumentContainer Memory = new("memory", "agentId", StorePurpose.Memory);

    /// <summary>Run state, steps and approvals. Partition: tenant, run.</summary>
    public static readonly DocumentContainer Runs = new("runs", "runId", StorePurpose.Runs);

    /// <summary>Audit chain entries. Partition: tenant, segment.</summary>
    public static readonly DocumentContainer Audit = new("audit", "segment", StorePurpose.Records);

    /// <summary>Usage rollups. Partition: tenant, month.</summary>
    public static readonly DocumentContainer Usage = new("usage", "month", StorePurpose.Records);

    /// <summary>The embedded event log. Partition: tenant, topic.</summary>
    public static readonly DocumentContainer Streams = new("streams", "topic", StorePurpose.Streams);

    /// <summary>Every container, in the order of docs/architecture.md.</summary>
    public static IReadOnlyList<DocumentContainer> All { get; } = [Resources, Ledger, Sessions, Memory, Runs, Audit, Usage, Streams];
}
