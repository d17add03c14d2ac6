using System.Text.Json;

namespace AgentFunctions.Core.Approvals;

/// <summary>What is asked of people.</summary>
public sealed record ApprovalRequest
{
    public required string TenantId { get; init; }

    /// <summary>The same key asks the same question once: asking again answers the request that is there.</summary>
    public required string Key { get; init; }

    public required ApprovalKind Kind { get; init; }

    /// <summary>Exactly what will be done, with the versions it was asked under: what people see, and what the digest binds. An object.</summary>
    public required JsonElement Action { get; init; }

    public required string Agent { get; init; }

    public string? Team { get; init; }

    public string? RunId { get; init; }

    public string? StepId { get; init; }

    /// <summary>On whose behalf it is done; null where that is not known. What is shown is erased with that person.</summary>
    public string? EndUser { get; init; }

    /// <summary>Who started it, <c>operator/ops</c> or <c>agent/triage</c>; may not decide.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>Who else is behind it: published the events that its run was started for, follows from or was told, started what it is a fork of, cancelled or rewound it, issued the agent's key; and the agents whose runs it is within or follows from. May not decide, nor those who answer for these agents.</summary>
    public IReadOnlyList<string> PublishedBy { get; init; } = [];

    /// <summary>The agent's <c>owner</c>, and its <c>sponsor</c>; may not decide.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];

    public ApproverRule Rule { get; init; } = new();

    public DecisionSignal? Signal { get; init; }

    /// <summary>Of the answer, for <see cref="ApprovalKind.Input"/> and where a person who says <c>happened</c> may give the result; null: no value.</summary>
    public JsonElement? ValueSchema { get; init; }
}
