using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Resources.History;

/// <summary>
/// Every version of every resource, and the way back to one. A version belongs to the team that the resource belonged to then: what moved to a team, or was created there under an id that another team gave up, does not bring
/// the other's past along.
/// </summary>
public sealed class ResourceHistory
{
    private readonly IDocumentStore _store;
    private readonly ResourceStore _resources;

    internal ResourceHistory(IDocumentStore store, ResourceStore resources)
    {
        _store = store;
        _resources = resources;
    }

    /// <summary>Versions, the newest first. Those from before a resource was deleted belong to it as well: deleting is a version.</summary>
    public async ValueTask<Outcome<ResourceVersionPage>> ListAsync(Actor actor, ResourceKind kind, string id, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        var count = limit ?? ResourceStore.DefaultLimit;
        if (count is < 1 or > ResourceStore.MaxLimit) return ApiErrors.InvalidRequest("limit", $"limit must be from 1 to {ResourceStore.MaxLimit}.");
        var before = long.MaxValue;
        if (cursor is not null && (!long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before) || before < 2))
            return ApiErrors.InvalidRequest("cursor", "cursor is not one from this list; start again without it.");
        if (await FindAsync(actor, kind, id, cancellationToken) is not { } stored) return ResourceErrors.NotFound(kind.Name, id);
        var items = new List<ResourceVersion>(count);
        for (var version = Math.Min(stored.Version, before - 1); version >= 1; version--)
        {
            if (await FindAsync(actor, kind, id, version, cancellationToken) is not { } found) continue;
            if (items.Count == count) return new ResourceVersionPage(items, items[^1].Version.ToString(CultureInfo.InvariantCulture));
            items.Add(found);
        }

        return new ResourceVersionPage(items, null);
    }

    public async ValueTask<Outcome<ResourceVersion>> GetAsync(Actor actor, ResourceKind kind, string id, long version, CancellationToken cancellationToken)
    {
        if (await FindAsync(actor, kind, id, cancellationToken) is null) return ResourceErrors.NotFound(kind.Name, id);
        return await FindAsync(actor, kind, id, version, cancellationToken) is { } found ? found : NoVersion(kind, id, version);
    }

    /// <summary>Writes the spec of an earlier version again, as a new version. Rights, rules and references are checked as for any write.</summary>
    public async ValueTask<Outcome<ResourceWrite>> RestoreAsync(Actor actor, ResourceKind kind, string id, long version, WriteCondition condition, CancellationToken cancellationToken)
    {
        if (await FindAsync(actor, kind, id, cancellationToken) is null) return ResourceErrors.NotFound(kind.Name, id);
        if (await FindAsync(actor, kind, id, version, cancellationToken) is not { } found) return NoVersion(kind, id, version);
        if (found.Spec is not { } spec) return ApiErrors.InvalidRequest("version", $"Version {version} is a deletion, which has no spec to restore.");
        return await _resources.WriteAsync(ResourceStore.Home(actor, kind, id), kind, id, spec, condition, ChangeOperations.Restored, cancellationToken);
    }

    /// <summary>A deleted one is found by whoever could see it when it was deleted.</summary>
    private async ValueTask<StoredResource?> FindAsync(Actor actor, ResourceKind kind, string id, CancellationToken cancellationToken)
    {
        if (await _resources.FindEvenDeletedAsync(actor, kind, id, cancellationToken) is not { } stored) return null;
        if (!stored.Deleted) return stored;
        var isSeen = kind.ConcernsTeams ? await FindAsync(actor, kind, id, stored.Version, cancellationToken) is not null : actor.Access.Covers(AccessScopes.ResourcesRead, null);
        return isSeen ? stored : null;
    }

    private async ValueTask<ResourceVersion?> FindAsync(Actor actor, ResourceKind kind, string id, long version, CancellationToken cancellationToken)
    {
        if (version is < 1 or > uint.MaxValue) return null;
        var partition = TenantChanges.Partition(ResourceStore.Home(actor, kind, id).TenantId);
        var found = await _store.ReadAsync(partition, StoredResourceVersion.DocumentId(kind.Name, id, version), cancellationToken);
        if (found.Document is not { } document) return null;
        var stored = JsonSerializer.Deserialize(document.Body.Span, ResourceJson.Default.StoredResourceVersion)!;
        if (kind.ConcernsTeams && !actor.Access.Teams(AccessScopes.ResourcesRead).Includes(stored.Team)) return null;
        return new ResourceVersion(stored.Version, stored.Operation, stored.At, stored.By, stored.Sequence, stored.Spec, stored.State, stored.ManagedBy);
    }

    private static ApiError NoVersion(ResourceKind kind, string id, long version) =>
        ApiErrors.NotFound("version", string.Create(CultureInfo.InvariantCulture, $"{kind.Name}/{id} has no version {version}; GET /api/{kind.Name}/{id}/versions lists them."));
}
