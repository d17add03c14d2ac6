namespace AgentFunctions.Core.Usage.Intake;

/// <summary>An event that could not be folded, as stored.</summary>
internal sealed record StoredDeadLetter
{
    public int Format { get; init; } = 1;

    /// <summary>Bytes of the whole event.</summary>
    public required int Size { get; init; }

    /// <summary>The event, or its begin.</summary>
    public required byte[] Data { get; init; }
}
