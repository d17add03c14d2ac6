namespace AgentFunctions.Core.Resources;

/// <summary>A key's declared part. The secret is stored only as a hash, outside the spec.</summary>
public sealed record KeySpec
{
    /// <summary>The agent it belongs to; cannot change.</summary>
    public required string Agent { get; init; }

    /// <summary>null: does not expire.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }
}
