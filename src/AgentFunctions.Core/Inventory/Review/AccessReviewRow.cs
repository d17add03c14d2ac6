namespace AgentFunctions.Core.Inventory.Review;

/// <summary>One right of one agent or principal, through one of its keys.</summary>
public sealed record AccessReviewRow
{
    /// <summary><c>agents/triage</c>, <c>principals/ops</c>.</summary>
    public required string Who { get; init; }

    /// <summary><c>agent</c>, <c>operator</c>, <c>approver</c>, <c>auditor</c> or <c>app</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>null: it has no key.</summary>
    public string? Key { get; init; }

    /// <summary>Principals: what one grant, or the role without grants, allows.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Agents: a model or wildcard that the agent's list, its team's and the key's allow together; null: none.</summary>
    public string? Model { get; init; }

    /// <summary>The agent's team, or the team of the grant; null: none, or the whole tenant.</summary>
    public string? Team { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary><c>active</c> when the key works; else what keeps it from working: the key's own state, or that of its agent or team; <c>no_key</c>.</summary>
    public required string State { get; init; }
}
