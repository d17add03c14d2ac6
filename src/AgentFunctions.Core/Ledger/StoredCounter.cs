namespace AgentFunctions.Core.Ledger;

/// <summary>A counter as stored, <c>c.{hash of scope, unit and window}</c>. Which quota it serves is not part of it: a limit that is changed, overridden or declared anew goes on where the counter stands.</summary>
internal sealed record StoredCounter
{
    public required string Scope { get; init; }

    public required string Unit { get; init; }

    public required string Window { get; init; }

    public long Settled { get; init; }

    public long Held { get; init; }

    /// <summary>The part of what was settled that went beyond its bound.</summary>
    public long Overrun { get; init; }
}
