namespace AgentFunctions.Core.Statements;

/// <summary>What a tenant used in a month, by team, cost centre, agent and model.</summary>
public sealed record Statement
{
    /// <summary><c>2026-11</c>.</summary>
    public required string Month { get; init; }

    /// <summary>IANA name.</summary>
    public required string TimeZone { get; init; }

    public required DateTimeOffset From { get; init; }

    /// <summary>Not included.</summary>
    public required DateTimeOffset To { get; init; }

    public required StatementStatus Status { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Who closed it, <c>operator/ops</c>.</summary>
    public string? ClosedBy { get; init; }

    /// <summary>The month's own usage.</summary>
    public required IReadOnlyList<StatementLine> Lines { get; init; }

    /// <summary>Corrections of months that were closed before they came.</summary>
    public required IReadOnlyList<StatementLine> Adjustments { get; init; }
}
