namespace AgentFunctions.Core.Memory.Records;

/// <summary>Whether a record is given out. On the wire: the name in camelCase.</summary>
public enum MemoryState
{
    /// <summary>Found by searches.</summary>
    Active,

    /// <summary>Learned, and not verified yet: not found.</summary>
    Quarantined,

    /// <summary>A later version says otherwise: not found, kept as history.</summary>
    Superseded,

    /// <summary>Runs that used it went wrong: given out as a warning at most.</summary>
    Demoted,

    /// <summary>Of no use for a long time: not found, deleted when the time to bring it back is over.</summary>
    Forgotten,
}
