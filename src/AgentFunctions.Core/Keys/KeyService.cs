using System.Security.Cryptography;
using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Keys;

/// <summary>The life of keys: issue, rotate, revoke, look up. Their declared part is a resource like any other.</summary>
public sealed class KeyService
{
    public static readonly TimeSpan DefaultOverlap = TimeSpan.FromHours(1);
    public static readonly TimeSpan MaxOverlap = TimeSpan.FromDays(30);

    private const int MaxRetiring = 4;
    private static readonly ResourceKindOf<KeySpec> Kind = ResourceKinds.KeyKind;

    private readonly ResourceDocuments _documents;
    private readonly TenantChanges _changes;
    private readonly ReferenceCheck _references;
    private readonly TimeProvider _time;

    internal KeyService(ResourceDocuments documents, TenantChanges changes, ReferenceCheck references, TimeProvider time)
    {
        _documents = documents;
        _changes = changes;
        _references = references;
        _time = time;
    }

    /// <summary>Creates a key for an agent and issues its secret.</summary>
    /// <param name="tenantId">Owner.</param>
    /// <param name="id">Id of the key; null for a new one.</param>
    /// <param name="agent">The agent.</param>
    /// <param name="expiresAt">null: never.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<Outcome<IssuedKey>> CreateAsync(string tenantId, string? id, string agent, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        var keyId = id ?? KeyFormat.NewId();
        if (Kind.CheckId(keyId) is { } wrong) return new(ApiErrors.InvalidRequest("id", $"id {wrong}."));
        if (expiresAt <= _time.GetUtcNow()) return new(ApiErrors.InvalidRequest("expiresAt", "expiresAt lies in the past."));
        var spec = JsonSerializer.SerializeToElement(new KeySpec { Agent = agent, ExpiresAt = expiresAt?.ToUniversalTime() }, ResourceJson.Default.KeySpec);
        if (!ResourceIds.IsValid(agent)) return new(ApiErrors.InvalidRequest("agent", "agent is not an id."));
        return _changes.RunAsync<IssuedKey>(
            tenantId,
            async (sequence, ct) =>
            {
                var last = await _documents.ReadAsync(tenantId, Kind.Name, keyId, ct);
                if (last is { Deleted: false }) return new ApiError(409, ErrorCodes.Conflict, $"keys/{keyId} exists already. Choose another id, or rotate it.") { Param = "id", ShouldRetry = false };
                var findings = new Findings();
                var links = await _references.ResolveAsync(tenantId, [new ResourceReference("agents", agent, "agent")], findings, coming: null, ct);
                if (findings.Any) return findings.ToError($"keys/{keyId}");
                var now = _time.GetUtcNow();
                var key = KeyFormat.Issue(tenantId, keyId);
                return Issued(tenantId, key, now, new StoredResource
                {
                    Kind = Kind.Name,
                    Id = keyId,
                    Seq = sequence,
                    Version = (last?.Version ?? 0) + 1,
                    Etag = ResourceETag.Of(sequence, spec),
                    CreatedAt = now,
                    UpdatedAt = now,
                    Deleted = false,
                    Wildcard = false,
                    Refs = links,
                    Spec = spec,
                    Secrets = new KeySecrets { Current = HashOf(key), IssuedAt = now },
                });
            },
            cancellationToken);
    }

    /// <summary>Issues a new secret. Those before it keep working for <paramref name="overlap"/>; zero ends them at once.</summary>
    public ValueTask<Outcome<IssuedKey>> RotateAsync(string tenantId, string id, TimeSpan overlap, CancellationToken cancellationToken)
    {
        if (overlap < TimeSpan.Zero || overlap > MaxOverlap) return new(ApiErrors.InvalidRequest("overlap", "overlap must be from 00:00:00 to 30.00:00:00."));
        return ChangeAsync<IssuedKey>(
            tenantId,
            id,
            (current, next, now) =>
            {
                if (current.Secrets?.RevokedAt is not null) return KeyErrors.Revoked(id);
                var retiring = Retire(current.Secrets ?? new KeySecrets(), overlap, now);
                if (retiring.Count > MaxRetiring) return KeyErrors.TooManyRotations(id);
                var key = KeyFormat.Issue(tenantId, id);
                return Issued(tenantId, key, now, next with { Secrets = new KeySecrets { Current = HashOf(key), Retiring = retiring, IssuedAt = now } });
            },
            cancellationToken);
    }

    /// <summary>Ends a key for good; every secret of it stops working within 2 s everywhere. Revoking twice is the same as once.</summary>
    public ValueTask<Outcome<ResourceEntry>> RevokeAsync(string tenantId, string id, CancellationToken cancellationToken) => ChangeAsync<ResourceEntry>(
        tenantId,
        id,
        (current, next, now) =>
        {
            if (current.Secrets?.RevokedAt is not null) return ResourceDocuments.ToEntry(tenantId, current, now);
            var revoked = next with { Secrets = new KeySecrets { IssuedAt = current.Secrets?.IssuedAt, RevokedAt = now } };
            return new TenantStep<ResourceEntry>(ResourceDocuments.ToEntry(tenantId, revoked, now), [ResourceDocuments.Write(revoked)]);
        },
        cancellationToken);

    /// <summary>Which key a text is, whether or not it still works; not found for anything that was never issued here.</summary>
    public async ValueTask<Outcome<ResourceEntry>> LookUpAsync(string tenantId, string key, CancellationToken cancellationToken)
    {
        if (!KeyFormat.TryParse(key, out var tenant, out var id) || !tenant.SequenceEqual(tenantId)) return KeyErrors.NotOurs;
        var stored = await _documents.FindAsync(tenantId, Kind.Name, id.ToString(), cancellationToken);
        if (stored is null) return KeyErrors.NotOurs;

        // A revoked key has no hashes left to compare with; its id alone decides. The caller may list all keys anyway.
        var genuine = stored.Secrets?.RevokedAt is not null || MatchesAny(key, stored.Secrets);
        return genuine ? ResourceDocuments.ToEntry(tenantId, stored, _time.GetUtcNow()) : KeyErrors.NotOurs;
    }

    private ValueTask<Outcome<T>> ChangeAsync<T>(
        string tenantId, string id, Func<StoredResource, StoredResource, DateTimeOffset, TenantStep<T>> change, CancellationToken cancellationToken)
        where T : class
    {
        if (Kind.CheckId(id) is not null) return new(ResourceErrors.NotFound(Kind.Name, id));
        return _changes.RunAsync<T>(
            tenantId,
            async (sequence, ct) =>
            {
                if (await _documents.FindAsync(tenantId, Kind.Name, id, ct) is not { } stored) return ResourceErrors.NotFound(Kind.Name, id);
                var now = _time.GetUtcNow();
                return change(stored, stored with { Seq = sequence, Version = stored.Version + 1, Etag = ResourceETag.Of(sequence, stored.Spec!.Value), UpdatedAt = now }, now);
            },
            cancellationToken);
    }

    private static TenantStep<IssuedKey> Issued(string tenantId, string key, DateTimeOffset now, StoredResource stored) =>
        new(new IssuedKey(ResourceDocuments.ToEntry(tenantId, stored, now), key), [ResourceDocuments.Write(stored)]);

    private static List<RetiringSecret> Retire(KeySecrets secrets, TimeSpan overlap, DateTimeOffset now)
    {
        if (overlap == TimeSpan.Zero) return [];
        List<RetiringSecret> retiring = [.. secrets.Retiring.Where(r => r.Until > now)];
        if (secrets.Current is { } current) retiring.Add(new RetiringSecret(current, now + overlap));
        return retiring;
    }

    private static bool MatchesAny(string key, KeySecrets? secrets)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        KeyFormat.Hash(key, hash);
        var matched = false;
        foreach (var stored in secrets?.Retiring.Select(r => r.Hash).Append(secrets.Current) ?? [])
        {
            if (stored is not null) matched |= CryptographicOperations.FixedTimeEquals(hash, Convert.FromBase64String(stored));
        }

        return matched;
    }

    private static string HashOf(string key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        KeyFormat.Hash(key, hash);
        return Convert.ToBase64String(hash);
    }
}
