namespace AgentFunctions.Core.Memory.Extraction;

/// <summary>What was found in a message.</summary>
public enum ExtractedKind
{
    /// <summary>An attribute of a subject has a value.</summary>
    Statement,

    /// <summary>Somebody likes or dislikes something.</summary>
    Preference,

    /// <summary>Something was decided.</summary>
    Decision,
}
