using System.Text;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Secrets;

/// <summary>Secrets kept in the store, encrypted. They can be written, replaced and deleted, never read.</summary>
public sealed class SecretStore
{
    private readonly SecretDocuments _secrets;
    private readonly ResourceDocuments _resources;
    private readonly TenantChanges _changes;
    private readonly ISecretProtector _protector;
    private readonly TimeProvider _time;

    internal SecretStore(SecretDocuments secrets, ResourceDocuments resources, TenantChanges changes, ISecretProtector protector, TimeProvider time)
    {
        _secrets = secrets;
        _resources = resources;
        _changes = changes;
        _protector = protector;
        _time = time;
    }

    /// <summary>Stores or replaces a secret. Refused when a provider that names it sends it to a host that is not among <paramref name="hosts"/>.</summary>
    /// <param name="tenantId">Owner.</param>
    /// <param name="name">Its name, as <c>secretRef</c> gives it.</param>
    /// <param name="value">The secret.</param>
    /// <param name="hosts">Where it may be sent: at least one host, with the port when it is not the scheme's own.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<Outcome<SecretInfo>> PutAsync(string tenantId, string name, string value, IReadOnlyList<string> hosts, CancellationToken cancellationToken)
    {
        if (!SecretNames.IsValid(name)) return new(WrongName());
        if (value.Length == 0 || value.Any(c => c is < ' ' or > '~')) return new(ApiErrors.InvalidRequest("value", "value must be printable ASCII without line breaks: it is sent in a header."));
        if (hosts.Count == 0) return new(ApiErrors.InvalidRequest("hosts", "hosts needs at least one host."));
        var allowed = hosts.Select(h => h.ToLowerInvariant()).Distinct(StringComparer.Ordinal).ToList();
        return _changes.RunAsync<SecretInfo>(
            tenantId,
            async (_, ct) =>
            {
                foreach (var referrer in await _resources.ReferrersAsync(tenantId, StoredSecret.KindName, name, ct))
                {
                    if (HostOf(referrer) is { } host && !SecretHosts.Allows(allowed, host))
                        return ApiErrors.InvalidRequest("hosts", $"{referrer.Kind}/{referrer.Id} sends this secret to {host}: add the host, or change {referrer.Kind}/{referrer.Id} first.");
                }

                var now = _time.GetUtcNow();
                var cipher = _protector.Protect(tenantId, name, Encoding.UTF8.GetBytes(value));
                var stored = new StoredSecret { Kind = StoredSecret.KindName, Id = name, Deleted = false, Hosts = allowed, UpdatedAt = now, Cipher = Convert.ToBase64String(cipher) };
                return new TenantStep<SecretInfo>(ToInfo(stored), [SecretDocuments.Write(stored)]);
            },
            cancellationToken);
    }

    public async ValueTask<Outcome<SecretInfo>> GetAsync(string tenantId, string name, CancellationToken cancellationToken)
    {
        if (!SecretNames.IsValid(name)) return WrongName();
        return await _secrets.FindAsync(tenantId, name, cancellationToken) is { } stored ? ToInfo(stored) : ResourceErrors.NotFound(StoredSecret.KindName, name);
    }

    public async ValueTask<Outcome<SecretPage>> ListAsync(string tenantId, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        var count = limit ?? ResourceStore.DefaultLimit;
        if (count is < 1 or > ResourceStore.MaxLimit) return ApiErrors.InvalidRequest("limit", $"limit must be from 1 to {ResourceStore.MaxLimit}.");
        string? after = null;
        if (cursor is not null && !ResourceCursor.TryRead(cursor, StoredSecret.KindName, out after)) return ApiErrors.InvalidRequest("cursor", "cursor is not one from this list; start again without it.");
        var found = await _secrets.ListAsync(tenantId, after, Math.Min(count + 1, DocumentLimits.MaxPageSize), cancellationToken);
        var more = found.Count > count || (count == DocumentLimits.MaxPageSize && found.Count == count);
        return new SecretPage([.. found.Take(count).Select(ToInfo)], more ? ResourceCursor.Write(StoredSecret.KindName, found[count - 1].Id) : null);
    }

    /// <summary>Deletes; refused with the referrers while something names it.</summary>
    public ValueTask<Outcome<SecretInfo>> DeleteAsync(string tenantId, string name, CancellationToken cancellationToken)
    {
        if (!SecretNames.IsValid(name)) return new(WrongName());
        return _changes.RunAsync<SecretInfo>(
            tenantId,
            async (_, ct) =>
            {
                if (await _secrets.FindAsync(tenantId, name, ct) is not { } stored) return ResourceErrors.NotFound(StoredSecret.KindName, name);
                var referrers = await _resources.ReferrersAsync(tenantId, StoredSecret.KindName, name, ct);
                if (referrers.Count > 0) return ResourceErrors.InUse(StoredSecret.KindName, name, referrers);
                return new TenantStep<SecretInfo>(ToInfo(stored), [SecretDocuments.Delete(name)]);
            },
            cancellationToken);
    }

    private static string? HostOf(StoredResource referrer) =>
        referrer.Kind == ResourceKinds.ProviderKind.Name && referrer.Spec is { } spec ? ProviderEndpoint.HostOf(ResourceKinds.ProviderKind.Read(spec).Endpoint) : null;

    private static ApiError WrongName() => ApiErrors.InvalidRequest("name", $"The name in the address {SecretNames.Rule}.");

    private static SecretInfo ToInfo(StoredSecret stored) => new(stored.Id, stored.Hosts, stored.UpdatedAt);
}
