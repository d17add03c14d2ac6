namespace AgentFunctions.Core.Events.Letters;

/// <summary>An event of a stream that could not be handled, as it is kept.</summary>
public sealed record StreamLetter
{
    public required string Stream { get; init; }

    /// <summary>Where in the stream it was.</summary>
    public required string Id { get; init; }

    /// <summary>Why, a code; null for one that was kept before reasons were.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was kept last; null where that is not known.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Bytes of the whole event.</summary>
    public required long Size { get; init; }

    /// <summary>The event, or its begin where the store takes no more; empty in lists.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }
}
