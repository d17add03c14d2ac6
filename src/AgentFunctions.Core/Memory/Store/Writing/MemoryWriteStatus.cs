namespace AgentFunctions.Core.Memory.Store.Writing;

/// <summary>What became of a draft. On the wire: the name in camelCase.</summary>
public enum MemoryWriteStatus
{
    /// <summary>It is a record, and found from now on.</summary>
    Stored,

    /// <summary>It was known: the record that says so has one source more.</summary>
    Merged,

    /// <summary>It is a record, and found once it is verified.</summary>
    Quarantined,

    Refused,
}
