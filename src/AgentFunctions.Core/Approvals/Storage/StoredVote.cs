namespace AgentFunctions.Core.Approvals.Storage;

/// <summary>A vote as it is stored.</summary>
internal sealed record StoredVote
{
    /// <summary><c>approver/ann</c>.</summary>
    public required string By { get; init; }

    /// <summary>The person, whichever of their keys they used: <c>principals/ann</c>.</summary>
    public required string Person { get; init; }

    /// <summary>The key they used: revoked before the decision, the vote does not count.</summary>
    public required string KeyId { get; init; }

    /// <summary>A name of <see cref="ApprovalNames"/>.</summary>
    public required string Decision { get; init; }

    public string? Comment { get; init; }

    public required long At { get; init; }

    /// <summary>Canonical JSON: compared as text.</summary>
    public string? Value { get; init; }

    public bool IsBreakGlass { get; init; }

    /// <summary>Whether it says the same.</summary>
    public bool Says(StoredVote other) => Decision == other.Decision && Value == other.Value;
}
