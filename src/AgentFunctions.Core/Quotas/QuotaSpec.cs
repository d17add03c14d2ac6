namespace AgentFunctions.Core.Quotas;

/// <summary>A limit as declared. Source: API.md, quotas; docs/limits.md.</summary>
public sealed record QuotaSpec
{
    /// <summary><c>tenant</c>, <c>teams/t</c>, <c>agents/*</c>...; a wildcard is one limit for each, the most specific wins.</summary>
    public required string Scope { get; init; }

    public required LimitUnit Unit { get; init; }

    /// <summary>Required but for <see cref="LimitUnit.Concurrent"/>, which takes none.</summary>
    public LimitWindow? Window { get; set; }

    /// <summary>USD with at most 9 decimals for <see cref="LimitUnit.Usd"/>, a whole number for every other unit; above 0.</summary>
    public required string Amount { get; init; }

    public LimitMode Mode { get; set; } = LimitMode.Enforce;

    /// <summary>Another amount for a while.</summary>
    public TemporaryAmountSpec? Temporary { get; set; }

    /// <summary>Why the limit is there, for people.</summary>
    public string? Description { get; set; }
}
