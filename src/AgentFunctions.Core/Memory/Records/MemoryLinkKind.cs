namespace AgentFunctions.Core.Memory.Records;

/// <summary>What a record has to do with another. On the wire: the name in camelCase.</summary>
public enum MemoryLinkKind
{
    /// <summary>It was taken from the other.</summary>
    DerivedFrom,

    /// <summary>It replaces the other.</summary>
    Supersedes,

    /// <summary>It says the same as the other.</summary>
    Supports,

    /// <summary>It says the opposite of the other.</summary>
    Contradicts,

    /// <summary>It is about the same thing.</summary>
    RelatedTo,
}
