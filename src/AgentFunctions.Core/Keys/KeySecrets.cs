using System.Text.Json.Serialization;
using AgentFunctions.Core.Identity;

namespace AgentFunctions.Core.Keys;

/// <summary>The hashes that a key's secrets must match. Never leaves the store and the authenticator.</summary>
internal sealed record KeySecrets
{
    /// <summary>SHA-256 of the whole key, base64; null: never issued, or revoked.</summary>
    public string? Current { get; init; }

    public IReadOnlyList<RetiringSecret> Retiring { get; set; } = [];

    public DateTimeOffset? IssuedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Principals that issued a secret of it, <c>operator/ops</c>; null: none, or from before it was recorded.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Issuers { get; init; }

    /// <summary>These and one more. The product itself and the bootstrap key are no principals.</summary>
    public static IReadOnlyList<string>? With(IReadOnlyList<string>? issuers, Actor actor)
    {
        // The latest are kept: whoever may issue keys could otherwise fill the document.
        const int Most = 32;
        if (actor.KeyId is null || actor.By.StartsWith("platform/", StringComparison.Ordinal)) return issuers;
        return [.. (issuers ?? []).Where(issuer => issuer != actor.By).Append(actor.By).TakeLast(Most)];
    }
}
