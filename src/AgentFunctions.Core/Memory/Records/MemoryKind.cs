namespace AgentFunctions.Core.Memory.Records;

/// <summary>What a record is about. On the wire: the name in camelCase.</summary>
public enum MemoryKind
{
    /// <summary>What happened: a message, an observation, an experience of a run.</summary>
    Episodic,

    /// <summary>What was learned: a statement, a preference, a decision.</summary>
    Semantic,
}
