namespace AgentFunctions.Core.Memory.Store.Storage;

/// <summary>A record that was given out. Outcomes: null for none yet. Times are Unix milliseconds.</summary>
internal sealed record StoredUse
{
    public required string Id { get; init; }

    public required long At { get; init; }

    /// <summary>The agent only says that it used it: nothing was given to the run.</summary>
    public bool Unseen { get; init; }

    /// <summary>What the agent itself says; moves nothing.</summary>
    public bool? Claimed { get; init; }

    /// <summary>What somebody else found; moves the record once.</summary>
    public bool? Verified { get; init; }

    /// <summary>Who found it.</summary>
    public string? By { get; init; }
}
