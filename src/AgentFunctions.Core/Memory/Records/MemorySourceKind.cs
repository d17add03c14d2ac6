namespace AgentFunctions.Core.Memory.Records;

/// <summary>How a record came to be. On the wire: the name in camelCase.</summary>
public enum MemorySourceKind
{
    /// <summary>Written through the API as it is.</summary>
    Written,

    /// <summary>Noted by the agent itself: a claim.</summary>
    Note,

    /// <summary>Taken from messages of a session.</summary>
    Extracted,

    /// <summary>Learned from how a run ended.</summary>
    Experience,

    /// <summary>Merged from other records by consolidation.</summary>
    Consolidated,

    /// <summary>Verified by a person.</summary>
    Approved,

    /// <summary>Refused by a person.</summary>
    Denied,
}
