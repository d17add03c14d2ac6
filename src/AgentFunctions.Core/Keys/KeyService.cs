using System.Security.Cryptography;
using System.Text.Json;
using AgentFunctions.Core.Activity.Reading;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Guards;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Sets;
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
    private readonly ResourcePlanner _planner;
    private readonly LastUses _lastUses;
    private readonly TimeProvider _time;

    internal KeyService(ResourceDocuments documents, TenantChanges changes, ResourcePlanner planner, LastUses lastUses, TimeProvider time)
    {
        _documents = documents;
        _changes = changes;
        _planner = planner;
        _lastUses = lastUses;
        _time = time;
    }

    /// <summary>Creates a key and issues its secret.</summary>
    /// <param name="actor">Who issues it.</param>
    /// <param name="id">Id of the key; null for a new one.</param>
    /// <param name="spec">Whose key, until when, for what.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<Outcome<IssuedKey>> CreateAsync(Actor actor, string? id, KeySpec spec, CancellationToken cancellationToken)
    {
        var keyId = id ?? KeyFormat.NewId();
        if (Kind.CheckId(keyId) is { } wrong) return new(ApiErrors.InvalidRequest("id", $"id {wrong}."));
        if (spec.ExpiresAt <= _time.GetUtcNow()) return new(ApiErrors.InvalidRequest("expiresAt", "expiresAt lies in the past."));
        var json = JsonSerializer.SerializeToElement(spec with { ExpiresAt = spec.ExpiresAt?.ToUniversalTime() }, ResourceJson.Default.KeySpec);
        return _changes.RunAsync<IssuedKey>(
            actor,
            async (sequence, ct) =>
            {
                var plan = await _planner.PlanAsync(actor, new PlanRequest([new PlannedItem(Kind, keyId, json, "")]), sequence, ct);
                if (plan.Error is { } error) return ToRequestError(error);
                var change = plan.Value![0];
                if (change.Current is not null) return new ApiError(409, ErrorCodes.Conflict, $"keys/{keyId} exists already. Choose another id, or rotate it.") { Param = "id", ShouldRetry = false };
                var now = _time.GetUtcNow();
                var key = KeyFormat.Issue(actor.TenantId, keyId, spec.Agent is not null);
                var issued = change.Next with { Secrets = new KeySecrets { Current = HashOf(key), IssuedAt = now, Issuers = KeySecrets.With(null, actor) } };
                return Issued(actor, key, now, new ResourceChange(issued, ChangeOperations.Issued, change.Team));
            },
            cancellationToken);
    }

    /// <summary>Issues a new secret. Those before it keep working for <paramref name="overlap"/>; zero ends them at once.</summary>
    public ValueTask<Outcome<IssuedKey>> RotateAsync(Actor actor, string id, TimeSpan overlap, CancellationToken cancellationToken)
    {
        if (overlap < TimeSpan.Zero || overlap > MaxOverlap) return new(ApiErrors.InvalidRequest("overlap", "overlap must be from 00:00:00 to 30.00:00:00."));
        return ChangeAsync<IssuedKey>(
            actor,
            id,
            (current, next, team, now) =>
            {
                if (current.Secrets?.RevokedAt is not null) return KeyErrors.Revoked(id);
                var retiring = Retire(current.Secrets ?? new KeySecrets(), overlap, now);
                if (retiring.Count > MaxRetiring) return KeyErrors.TooManyRotations(id);
                var key = KeyFormat.Issue(actor.TenantId, id, Kind.Read(current.Spec!.Value).Agent is not null);
                var rotated = next with { Secrets = new KeySecrets { Current = HashOf(key), Retiring = retiring, IssuedAt = now, Issuers = KeySecrets.With(current.Secrets?.Issuers, actor) } };
                return Issued(actor, key, now, new ResourceChange(rotated, ChangeOperations.Rotated, team) { SecretsBefore = current.Secrets });
            },
            cancellationToken);
    }

    /// <summary>Ends a key for good; every secret of it stops working within 2 s everywhere. Revoking twice is the same as once.</summary>
    public ValueTask<Outcome<ResourceEntry>> RevokeAsync(Actor actor, string id, CancellationToken cancellationToken) => ChangeAsync<ResourceEntry>(
        actor,
        id,
        (current, next, team, now) =>
        {
            if (current.Secrets?.RevokedAt is not null) return ResourceDocuments.ToEntry(actor.TenantId, current, now);
            var revoked = next with { Secrets = new KeySecrets { IssuedAt = current.Secrets?.IssuedAt, RevokedAt = now } };
            return new TenantStep<ResourceEntry>(ResourceDocuments.ToEntry(actor.TenantId, revoked, now), new ResourceChange(revoked, ChangeOperations.Revoked, team));
        },
        cancellationToken);

    /// <summary>Which key a text is, whether or not it still works; not found for anything that was never issued here. The platform recognizes the keys of every tenant, others those they may see.</summary>
    public async ValueTask<Outcome<ResourceEntry>> LookUpAsync(Actor actor, string key, CancellationToken cancellationToken)
    {
        if (!KeyFormat.TryParse(key, out var tenant, out var id)) return KeyErrors.NotOurs;
        var tenantId = tenant.ToString();
        if (tenantId != actor.TenantId && !actor.Access.IsPlatform) return KeyErrors.NotOurs;
        var stored = await _documents.FindAsync(tenantId, Kind.Name, id.ToString(), cancellationToken);
        if (stored is null || !await IsVisibleAsync(actor, stored, cancellationToken)) return KeyErrors.NotOurs;

        // A revoked key has no hashes left to compare with; its id alone decides. The caller may list all keys anyway.
        var genuine = stored.Secrets?.RevokedAt is not null || MatchesAny(key, stored.Secrets);
        if (!genuine) return KeyErrors.NotOurs;
        return ResourceDocuments.ToEntry(tenantId, stored, _time.GetUtcNow()) with { LastUsedAt = (await _lastUses.FindKeyAsync(tenantId, stored.Id, cancellationToken))?.At };
    }

    /// <summary>Whoever may revoke a key may know that it leaked.</summary>
    private async ValueTask<bool> IsVisibleAsync(Actor actor, StoredResource key, CancellationToken cancellationToken) =>
        await ResourceGuard.CanReadAsync(actor, key, _documents, cancellationToken) || await ResourceGuard.CheckWriteAsync(actor, Kind.WriteScope, Kind, key, null, _documents, cancellationToken) is null;

    private ValueTask<Outcome<T>> ChangeAsync<T>(
        Actor actor, string id, Func<StoredResource, StoredResource, string?, DateTimeOffset, TenantStep<T>> change, CancellationToken cancellationToken)
        where T : class
    {
        if (Kind.CheckId(id) is not null) return new(ResourceErrors.NotFound(Kind.Name, id));
        return _changes.RunUrgentAsync<T>(
            actor,
            async (sequence, ct) =>
            {
                if (await _documents.FindAsync(actor.TenantId, Kind.Name, id, ct) is not { } stored) return ResourceErrors.NotFound(Kind.Name, id);
                if (await ResourceGuard.CheckWriteAsync(actor, Kind.WriteScope, Kind, stored, null, _documents, ct) is { } refused) return refused;
                var now = _time.GetUtcNow();
                var next = stored with
                {
                    Format = StoredResource.CurrentFormat,
                    Seq = sequence,
                    Version = stored.Version + 1,
                    Etag = ResourceETag.Of(sequence, stored.Spec!.Value),
                    UpdatedAt = now,
                    UpdatedBy = actor.By,
                };
                return change(stored, next, await ResourceGuard.TeamOfAsync(actor.TenantId, stored, _documents, ct), now);
            },
            cancellationToken);
    }

    private static TenantStep<IssuedKey> Issued(Actor actor, string key, DateTimeOffset now, ResourceChange change) =>
        new(new IssuedKey(ResourceDocuments.ToEntry(actor.TenantId, change.Next, now), key), change);

    /// <summary>The request names its fields without <c>spec.</c>.</summary>
    private static ApiError ToRequestError(ApiError error) => error with
    {
        Message = error.Message.Replace("spec.", "", StringComparison.Ordinal),
        Param = ToRequestPath(error.Param),
        Details = [.. error.Details.Select(static d => d with { Path = ToRequestPath(d.Path)!, Message = d.Message.Replace("spec.", "", StringComparison.Ordinal) })],
    };

    private static string? ToRequestPath(string? path) => path == "spec" ? "$" : path?.Replace("spec.", "", StringComparison.Ordinal);

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
