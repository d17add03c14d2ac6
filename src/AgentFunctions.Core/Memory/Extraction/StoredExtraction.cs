namespace AgentFunctions.Core.Memory.Extraction;

/// <summary>How far a session was read.</summary>
internal sealed record StoredExtraction
{
    public int Format { get; init; } = 1;

    /// <summary>The last message that was read.</summary>
    public required long Sequence { get; init; }
}
