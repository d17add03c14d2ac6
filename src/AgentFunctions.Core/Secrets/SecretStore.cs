using System.Runtime.CompilerServices;
using System.Text;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Guards;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Storage;
using AgentFunctions.Core.Restore;

namespace AgentFunctions.Core.Secrets;

/// <summary>Secrets kept in the store, encrypted. They can be written, replaced and deleted, never read. Those of a vault are only listed: they are set there.</summary>
public sealed class SecretStore
{
    private const int ShownReferrers = 20;
    private static readonly TimeSpan MaxOverlap = TimeSpan.FromDays(30);

    private readonly SecretDocuments _secrets;
    private readonly ResourceDocuments _resources;
    private readonly TenantChanges _changes;
    private readonly ISecretProtector? _protector;
    private readonly ISecretVault? _vault;
    private readonly TimeProvider _time;

    internal SecretStore(SecretDocuments secrets, ResourceDocuments resources, TenantChanges changes, ISecretProtector? protector, ISecretVault? vault, TimeProvider time)
    {
        if (protector is null && vault is null) throw new InvalidOperationException("Secrets need an ISecretProtector or an ISecretVault.");
        _secrets = secrets;
        _resources = resources;
        _changes = changes;
        _protector = protector;
        _vault = vault;
        _time = time;
    }

    /// <summary>Stores or replaces a secret. Refused when a provider that names it sends it to a host that is not among its hosts.</summary>
    public ValueTask<Outcome<SecretInfo>> PutAsync(Actor actor, string name, SecretWrite write, CancellationToken cancellationToken) =>
        _vault is not null ? new(SetInTheVault) : Mistake(name, write) is { } mistake ? new(mistake) : _changes.RunAsync<SecretInfo>(actor, (sequence, ct) => DecideAsync(actor, name, write, sequence, ct), cancellationToken);

    public async ValueTask<Outcome<SecretInfo>> GetAsync(Actor actor, string name, CancellationToken cancellationToken)
    {
        if (!SecretNames.IsValid(name)) return WrongName();
        if (_vault is not null)
            return await _vault.FindAsync(actor.TenantId, name, refused: false, cancellationToken) is { } kept && IsVisible(actor, kept.Team) ? ToInfo(kept) : NotFound(name);
        return await _secrets.FindAsync(actor.TenantId, name, cancellationToken) is { } stored && IsVisible(actor, stored.Team) ? ToInfo(stored) : NotFound(name);
    }

    public async ValueTask<Outcome<SecretPage>> ListAsync(Actor actor, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        var count = limit ?? ResourceStore.DefaultLimit;
        if (count is < 1 or > ResourceStore.MaxLimit) return ApiErrors.InvalidRequest("limit", $"limit must be from 1 to {ResourceStore.MaxLimit}.");
        string? after = null;
        if (cursor is not null && !ResourceCursor.TryRead(cursor, StoredSecret.KindName, out after)) return ApiErrors.InvalidRequest("cursor", "cursor is not one from this list; start again without it.");
        var items = new List<SecretInfo>(count);
        await foreach (var info in AllAsync(actor.TenantId, after, cancellationToken))
        {
            if (!IsVisible(actor, info.Team)) continue;
            if (items.Count == count) return new SecretPage(items, ResourceCursor.Write(StoredSecret.KindName, items[^1].Name));
            items.Add(info);
        }

        return new SecretPage(items, null);
    }

    /// <summary>Deletes; refused with the referrers while something names it.</summary>
    public ValueTask<Outcome<SecretInfo>> DeleteAsync(Actor actor, string name, CancellationToken cancellationToken)
    {
        if (_vault is not null) return new(SetInTheVault);
        if (!SecretNames.IsValid(name)) return new(WrongName());
        return _changes.RunAsync<SecretInfo>(
            actor,
            async (sequence, ct) =>
            {
                if (await _secrets.FindAsync(actor.TenantId, name, ct) is not { } stored || !IsVisible(actor, stored.Team)) return NotFound(name);
                if (!actor.Access.Covers(AccessScopes.SecretsWrite, stored.Team)) return ResourceErrors.NotYours(AccessScopes.SecretsWrite, StoredSecret.KindName);
                var referrers = await ReferrersAsync(actor.TenantId, name, ct);
                if (referrers.Count > 0) return ResourceErrors.InUse(StoredSecret.KindName, name, actor.Access.Teams(AccessScopes.ResourcesRead).IsAll ? referrers : [], hidden: true);
                return new TenantStep<SecretInfo>(ToInfo(stored), [], [SecretDocuments.Delete(name), Replaced(actor, name, sequence)]) { Entries = [Entry(name, stored.Version, ChangeOperations.Deleted, stored.Team)] };
            },
            cancellationToken);
    }

    private static ApiError SetInTheVault { get; } =
        new(405, ErrorCodes.MethodNotAllowed, "Secrets of this host are kept in Azure Key Vault: set and delete them there. docs/security.md says which tags they need.") { ShouldRetry = false };

    private async IAsyncEnumerable<SecretInfo> AllAsync(string tenantId, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_vault is not null)
        {
            foreach (var kept in await _vault.ListAsync(tenantId, cancellationToken))
                if (after is null || string.CompareOrdinal(kept.Name, after) > 0) yield return ToInfo(kept);
            yield break;
        }

        await foreach (var stored in _secrets.ListAsync(tenantId, after, cancellationToken)) yield return ToInfo(stored);
    }

    private async ValueTask<TenantStep<SecretInfo>> DecideAsync(Actor actor, string name, SecretWrite write, long sequence, CancellationToken cancellationToken)
    {
        if (await RefuseAsync(actor, name, write, cancellationToken) is { } refused) return refused;
        var current = await _secrets.FindAsync(actor.TenantId, name, cancellationToken);
        var allowed = Hosts(write);
        foreach (var referrer in await ReferrersAsync(actor.TenantId, name, cancellationToken))
        {
            // A name that something of others waits for is not there to be taken: it would be used as theirs.
            if (current is null && !actor.Access.Covers(AccessScopes.SecretsWrite, null) && !await ResourceGuard.CanReadAsync(actor, referrer, _resources, cancellationToken)) return ResourceErrors.NotYours(AccessScopes.SecretsWrite, StoredSecret.KindName);
            if (HostOf(referrer) is not { } host || SecretHosts.Allows(allowed, host)) continue;
            return ApiErrors.InvalidRequest("hosts", await ResourceGuard.CanReadAsync(actor, referrer, _resources, cancellationToken)
                ? $"{referrer.Kind}/{referrer.Id} sends this secret to {host}: add the host, or change {referrer.Kind}/{referrer.Id} first."
                : "hosts lacks a host to which something this key may not see sends this secret. Ask an operator of the tenant.");
        }

        var now = _time.GetUtcNow();

        // The value before belonged to whom it was given: it does not outlive a change of the team.
        var overlaps = write.Overlap > TimeSpan.Zero && current?.Cipher is not null && current.Team == write.Team;
        var stored = new StoredSecret
        {
            Kind = StoredSecret.KindName,
            Id = name,
            Deleted = false,
            Hosts = allowed,
            UpdatedAt = now,
            UpdatedBy = actor.By,
            Cipher = Convert.ToBase64String(_protector!.Protect(actor.TenantId, name, Encoding.UTF8.GetBytes(write.Value))),
            Team = write.Team,
            Previous = overlaps ? current!.Cipher : null,
            PreviousHosts = overlaps ? current!.Hosts : null,
            PreviousUntil = overlaps ? now + write.Overlap : null,
            Version = (current?.Version ?? 0) + 1,
        };
        var operation = current is null ? ChangeOperations.Created : ChangeOperations.Rotated;
        IReadOnlyList<BatchOperation> writes = current is null ? [SecretDocuments.Write(stored)] : [SecretDocuments.Write(stored), Replaced(actor, name, sequence)];
        return new TenantStep<SecretInfo>(ToInfo(stored), [], writes) { Entries = [Entry(name, stored.Version, operation, stored.Team)] };
    }

    private async ValueTask<ApiError?> RefuseAsync(Actor actor, string name, SecretWrite write, CancellationToken cancellationToken)
    {
        if (!actor.Access.Has(AccessScopes.SecretsWrite)) return ResourceErrors.NeedsScope(AccessScopes.SecretsWrite);
        if (!actor.Access.Covers(AccessScopes.SecretsWrite, write.Team)) return ResourceErrors.NotYours(AccessScopes.SecretsWrite, StoredSecret.KindName);
        if (await _secrets.FindAsync(actor.TenantId, name, cancellationToken) is { } current && !actor.Access.Covers(AccessScopes.SecretsWrite, current.Team))
            return ResourceErrors.NotYours(AccessScopes.SecretsWrite, StoredSecret.KindName);
        return write.Team is { } team && await _resources.FindAsync(actor.TenantId, ResourceKinds.TeamKind.Name, team, cancellationToken) is null
            ? ApiErrors.InvalidRequest("team", $"teams/{team} does not exist: create it first, or leave team out for a secret of the tenant.")
            : null;
    }

    private static ApiError? Mistake(string name, SecretWrite write)
    {
        if (!SecretNames.IsValid(name)) return WrongName();
        if (write.Value.Length == 0 || write.Value.Any(c => c is < ' ' or > '~')) return ApiErrors.InvalidRequest("value", "value must be printable ASCII without line breaks: it is sent in a header.");
        if (write.Hosts.Count == 0) return ApiErrors.InvalidRequest("hosts", "hosts needs at least one host.");
        return write.Overlap < TimeSpan.Zero || write.Overlap > MaxOverlap ? ApiErrors.InvalidRequest("overlap", "overlap must be from 00:00:00 to 30.00:00:00.") : null;
    }

    private ValueTask<IReadOnlyList<StoredResource>> ReferrersAsync(string tenantId, string name, CancellationToken cancellationToken) =>
        _resources.ReferrersAsync(tenantId, ResourceKinds.NamersOf(StoredSecret.KindName), StoredSecret.KindName, name, ShownReferrers, cancellationToken);

    private static List<string> Hosts(SecretWrite write) => [.. write.Hosts.Select(h => h.ToLowerInvariant()).Distinct(StringComparer.Ordinal)];

    /// <summary>A team sees its own; names of others' would say what they use.</summary>
    private static bool IsVisible(Actor actor, string? team) => actor.Access.Teams(AccessScopes.ResourcesRead).Includes(team) || actor.Access.Covers(AccessScopes.SecretsWrite, team);

    private static StoredChangeEntry Entry(string name, long version, string operation, string? team) => new(StoredSecret.KindName, name, version, operation, team);

    /// <summary>Keeps a backup from bringing the old value back into use.</summary>
    private BatchOperation Replaced(Actor actor, string name, long sequence) =>
        RestrictionRecord.For(RestrictionRecord.SecretReplaced, actor.TenantId, StoredSecret.KindName, name, sequence, _time.GetUtcNow()).ToOperation();

    private static string? HostOf(StoredResource referrer) =>
        referrer.Kind == ResourceKinds.ProviderKind.Name && referrer.Spec is { } spec ? ProviderEndpoint.HostOf(ResourceKinds.ProviderKind.Read(spec).Endpoint) : null;

    private static ApiError WrongName() => ApiErrors.InvalidRequest("name", $"The name in the address {SecretNames.Rule}.");

    private static ApiError NotFound(string name) => ResourceErrors.NotFound(StoredSecret.KindName, name);

    private static SecretInfo ToInfo(StoredSecret stored) => new(stored.Id, stored.Hosts, stored.UpdatedAt, stored.Team, stored.Version, stored.PreviousUntil);

    private static SecretInfo ToInfo(VaultSecret kept) => new(kept.Name, kept.Hosts, kept.UpdatedAt, kept.Team, Version: 0, kept.PreviousUntil);
}
