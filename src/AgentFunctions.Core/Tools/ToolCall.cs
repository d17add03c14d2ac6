using System.Text.Json;
using AgentFunctions.Core.Identity;

namespace AgentFunctions.Core.Tools;

/// <summary>One call of a tool, as an agent asked for it.</summary>
public sealed record ToolCall
{
    /// <summary>Ours, never the caller's: keys the ledger, events and records.</summary>
    public required string CallId { get; init; }

    /// <summary>With the agent it acts as.</summary>
    public required Caller Caller { get; init; }

    /// <summary>Id of the tool.</summary>
    public required string Tool { get; init; }

    /// <summary>As the model or the agent wrote them; checked against the tool's schema.</summary>
    public required JsonElement Arguments { get; init; }

    /// <summary>
    /// What makes this call one call, however often it is sent: <c>{runId}:{stepId}</c> in a run, else the caller's <c>Idempotency-Key</c> under its agent, else unique. Goes to the tool as <c>Idempotency-Key</c>; a call
    /// that was answered under it answers the same again and does nothing.
    /// </summary>
    public required string IdempotencyKey { get; init; }

    public string? RunId { get; init; }

    /// <summary>The step of the run; null outside one.</summary>
    public string? StepId { get; init; }

    public string? SessionId { get; init; }

    /// <summary>On whose behalf; null: that of the run it belongs to.</summary>
    public string? EndUser { get; init; }

    /// <summary>What all that was seen before the call is worth; untrusted where nobody knows.</summary>
    public Labels.Integrity Seen { get; init; }

    /// <summary>Who may see all of that at most.</summary>
    public Labels.Confidentiality SeenConfidentiality { get; init; } = Labels.Confidentiality.Internal;

    /// <summary>The approval that allows it; null asks for one where one is needed.</summary>
    public string? ApprovalId { get; init; }

    /// <summary>Who started the run this call belongs to, <c>operator/ops</c>; may not approve it. null: the agent itself.</summary>
    public string? RequestedBy { get; init; }

    /// <summary>Who published the events that its run was started for, follows from or was told; may not approve it.</summary>
    public IReadOnlyList<string> PublishedBy { get; init; } = [];

    /// <summary>The workflow that waits for the decision; null: nobody waits, the call is sent again.</summary>
    public Approvals.DecisionSignal? Signal { get; init; }

    /// <summary>Rewinds of the run before this call: what people refused before the latest of them is asked anew.</summary>
    public long Rewinds { get; init; }

    /// <summary>ETag of the tool's spec that the run pinned; another now is refused as stale. null: whatever is declared.</summary>
    public string? PinnedTool { get; init; }

    /// <summary>An error that the tool answered before this is no answer any more: the step failed, the run was rewound, and the call is sent again, under the same key. null: every answer stands.</summary>
    public DateTimeOffset? ErrorsFrom { get; init; }
}
