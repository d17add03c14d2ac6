using System.Collections.Immutable;
using System.Net;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.States;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Keys;

/// <summary>A key as the authenticator needs it.</summary>
internal sealed class KeyRecord
{
    public required string TenantId { get; init; }

    public required string KeyId { get; init; }

    /// <summary>The agent it belongs to; null for a principal's key.</summary>
    public required string? Agent { get; init; }

    /// <summary>The principal it belongs to; null for an agent's key.</summary>
    public required string? Principal { get; init; }

    public required DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Hashes that match, each with the end of its life; none for a revoked or pending key.</summary>
    public required ImmutableArray<(byte[] Hash, DateTimeOffset Until)> Secrets { get; init; }

    /// <summary>null: no restriction.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>null: from anywhere.</summary>
    public ImmutableArray<IPNetwork>? Sources { get; init; }

    public ResourceState? State { get; init; }

    /// <summary>Principals that know, or once knew, a secret of it because they issued it.</summary>
    public IReadOnlyList<string> Issuers { get; init; } = [];

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
            TenantId = tenantId,
            KeyId = stored.Id,
            Agent = spec.Agent,
            Principal = spec.Principal,
            ExpiresAt = spec.ExpiresAt,
            Secrets = secrets.ToImmutable(),
            Models = spec.Models,
            Sources = Networks(spec),
            State = stored.State,
            Issuers = stored.Secrets?.Issuers ?? [],
        };
    }

    public bool IsExpired(DateTimeOffset now) => ExpiresAt <= now;

    /// <summary>Whether the key may be used from there. A key with ranges may not be used from where the host cannot tell.</summary>
    public bool MayComeFrom(IPAddress? source)
    {
        if (Sources is not { } networks) return true;
        if (source is null) return false;
        var address = source.IsIPv4MappedToIPv6 ? source.MapToIPv4() : source;
        foreach (var network in networks)
        {
            if (network.Contains(address)) return true;
        }

        return false;
    }

    private static ImmutableArray<IPNetwork>? Networks(KeySpec spec) => spec.Sources is { } sources ? [.. sources.Select(s => IPNetwork.Parse(s))] : null;
}
