using System.Collections.Immutable;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Keys;

/// <summary>A key as the authenticator needs it.</summary>
internal sealed class KeyRecord
{
    public required string KeyId { get; init; }

    public required Principal Principal { get; init; }

    public required DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Hashes that match, each with the end of its life; none for a revoked or pending key.</summary>
    public required ImmutableArray<(byte[] Hash, DateTimeOffset Until)> Secrets { get; init; }

    public static KeyRecord From(string tenantId, StoredResource stored)
    {
        var spec = ResourceKinds.KeyKind.Read(stored.Spec!.Value);
        var secrets = ImmutableArray.CreateBuilder<(byte[], DateTimeOffset)>();
        if (stored.Secrets is { RevokedAt: null } live)
        {
            if (live.Current is { } current) secrets.Add((Convert.FromBase64String(current), DateTimeOffset.MaxValue));
            secrets.AddRange(live.Retiring.Select(r => (Convert.FromBase64String(r.Hash), r.Until)));
        }

        return new KeyRecord
        {
            KeyId = stored.Id,
            Principal = new Principal(tenantId, PrincipalKind.Agent, spec.Agent),
            ExpiresAt = spec.ExpiresAt,
            Secrets = secrets.ToImmutable(),
        };
    }

    public bool IsExpired(DateTimeOffset now) => ExpiresAt <= now;
}
