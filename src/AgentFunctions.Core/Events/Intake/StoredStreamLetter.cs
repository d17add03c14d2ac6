namespace AgentFunctions.Core.Events.Intake;

/// <summary>An event that could not be handled, as stored.</summary>
internal sealed record StoredStreamLetter
{
    public int Format { get; init; } = 1;

    /// <summary>Bytes of the whole event.</summary>
    public required int Size { get; init; }

    /// <summary>The event, or its begin.</summary>
    public required byte[] Data { get; init; }

    /// <summary>Why; null in those that were kept before reasons were.</summary>
    public string? Reason { get; init; }

    /// <summary>When, in Unix milliseconds; null as above.</summary>
    public long? At { get; init; }
}
