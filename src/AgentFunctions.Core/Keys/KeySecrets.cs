namespace AgentFunctions.Core.Keys;

/// <summary>The hashes that a key's secrets must match. Never leaves the store and the authenticator.</summary>
internal sealed record KeySecrets
{
    /// <summary>SHA-256 of the whole key, base64; null: never issued, or revoked.</summary>
    public string? Current { get; init; }

    public IReadOnlyList<RetiringSecret> Retiring { get; set; } = [];

    public DateTimeOffset? IssuedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }
}
