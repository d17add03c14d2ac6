using System.Text.Json;

namespace AgentFunctions.Core.Approvals;

/// <summary>A request to people, and what they said.</summary>
/// <param name="Id"><c>apr_…</c>, not to be guessed.</param>
/// <param name="Request">What was asked.</param>
/// <param name="Digest">SHA-256 (hex, lower case) of the canonical JSON of the action and of what it belongs to: tenant, kind, agent, run, step.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="CreatedAt">When it was asked.</param>
/// <param name="ExpiresAt">From then on it is denied.</param>
/// <param name="Votes">In order.</param>
public sealed record Approval(string Id, ApprovalRequest Request, string Digest, ApprovalStatus Status, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, IReadOnlyList<ApprovalVote> Votes)
{
    /// <summary>The value of the vote that decided; null for none.</summary>
    public JsonElement? Value => Votes.Count == 0 ? null : Votes[^1].Value;
}
