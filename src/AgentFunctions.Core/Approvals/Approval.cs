using System.Text.Json;

namespace AgentFunctions.Core.Approvals;

/// <summary>A request to people, and what they said.</summary>
/// <param name="Id"><c>apr_…</c>, not to be guessed.</param>
/// <param name="Request">What was asked; its rule as it was reassigned since.</param>
/// <param name="Digest">SHA-256 (hex, lower case) of the canonical JSON of the action and of what it belongs to: tenant, key, kind, agent, run, step (<see cref="ApprovalDigest"/>).</param>
/// <param name="Status">Where it stands.</param>
/// <param name="CreatedAt">When it was asked.</param>
/// <param name="ExpiresAt">From then on it is denied.</param>
/// <param name="Votes">In order.</param>
public sealed record Approval(string Id, ApprovalRequest Request, string Digest, ApprovalStatus Status, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, IReadOnlyList<ApprovalVote> Votes)
{
    /// <summary>The value of the vote that decided; null for none.</summary>
    public JsonElement? Value => Votes.Count == 0 ? null : Votes[^1].Value;

    /// <summary>The canonical JSON of the action: the text that was hashed.</summary>
    public string Canonical { get; init; } = "";

    /// <summary>When it ceased to be pending; null before.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>When what was approved was begun; null before.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>Why it was withdrawn; else null.</summary>
    public string? Reason { get; init; }

    /// <summary>Who may decide, or until when, as operators changed it; in order.</summary>
    public IReadOnlyList<ApprovalChange> Changes { get; init; } = [];
}
