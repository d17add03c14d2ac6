namespace AgentFunctions.Core.Resources;

/// <summary>A key's declared part. The secret is stored only as a hash, outside the spec.</summary>
public sealed record KeySpec
{
    /// <summary>The agent it belongs to; cannot change. Exactly one of this and <see cref="Principal"/> is set.</summary>
    public string? Agent { get; init; }

    /// <summary>The principal it belongs to; cannot change.</summary>
    public string? Principal { get; init; }

    /// <summary>null: does not expire.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>Ids and wildcards the key is restricted to, within what its agent may use; null: no restriction.</summary>
    public IReadOnlyList<string>? Models { get; set; }

    /// <summary>Address ranges it may be used from, <c>10.0.0.0/8</c>; null: from anywhere.</summary>
    public IReadOnlyList<string>? Sources { get; set; }

    /// <summary>The owner as a reference, <c>agents/demo</c>.</summary>
    public string Owner() => Agent is not null ? $"agents/{Agent}" : $"principals/{Principal}";
}
