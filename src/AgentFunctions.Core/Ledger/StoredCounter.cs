namespace AgentFunctions.Core.Ledger;

/// <summary>A counter as stored, <c>c.{hash of scope, unit and window}</c>. Which quota it serves is not part of it: a limit that is changed, overridden or declared anew goes on where the counter stands.</summary>
internal sealed record StoredCounter
{
    // What every call reads and changes comes first: whoever looks for it need not read the rest.
    public long Settled { get; init; }

    public long Held { get; init; }

    /// <summary>The part of what was settled that went beyond its bound.</summary>
    public long Overrun { get; init; }

    /// <summary>The part of what is held that is held for blocks of processes.</summary>
    public long Blocks { get; init; }

    public required string Scope { get; init; }

    public required string Unit { get; init; }

    public required string Window { get; init; }
}
