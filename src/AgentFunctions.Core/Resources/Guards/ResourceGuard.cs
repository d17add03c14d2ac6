using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Resources.Guards;

/// <summary>Who may see and change which resource. What one may not see is as if it did not exist.</summary>
internal static class ResourceGuard
{
    /// <summary>The team a resource belongs to; a key belongs to its agent's, a quota to that of what it limits. null for what belongs to the tenant.</summary>
    public static async ValueTask<string?> TeamOfAsync(string tenantId, StoredResource resource, IResourceLookup lookup, CancellationToken cancellationToken)
    {
        if (resource.Spec is not { } spec) return null;
        if (resource.Kind == ResourceKinds.TeamKind.Name) return resource.Id;
        if (resource.Kind == ResourceKinds.QuotaKind.Name) return QuotaReach.ScopeOf(resource) is { } limited ? await QuotaReach.TeamOfAsync(tenantId, limited, lookup, cancellationToken) : null;
        if (resource.Kind != ResourceKinds.KeyKind.Name) return ResourceKinds.Find(resource.Kind)!.TeamOf(resource.Id, spec);
        return ResourceKinds.KeyKind.Read(spec).Agent is { } agent && await lookup.FindAsync(tenantId, ResourceKinds.AgentKind.Name, agent, cancellationToken) is { } owner
            ? ResourceKinds.AgentKind.TeamOf(agent, owner.Spec!.Value)
            : null;
    }

    /// <summary>Whether the actor may see the resource.</summary>
    public static async ValueTask<bool> CanReadAsync(Actor actor, StoredResource resource, IResourceLookup lookup, CancellationToken cancellationToken)
    {
        if (actor.Access.IsPlatform) return true;
        if (resource.Kind == ResourceKinds.TenantKind.Name && resource.Id != actor.TenantId) return false;
        var teams = actor.Access.Teams(AccessScopes.ResourcesRead);
        if (teams.IsAll) return true;
        if (resource.Kind == ResourceKinds.TenantKind.Name || teams.Teams.Count == 0) return false;
        if (ResourceKinds.Find(resource.Kind)!.IsSharedWithTeams) return true;
        if (resource.Kind == ResourceKinds.ModelKind.Name) return await QuotaReach.MayUseAsync(actor.TenantId, resource.Id, isPattern: false, teams, lookup, cancellationToken);
        if (resource.Kind == ResourceKinds.QuotaKind.Name) return QuotaReach.ScopeOf(resource) is { } limited && await QuotaReach.AppliesToAsync(actor.TenantId, limited, teams, lookup, cancellationToken);
        return teams.Includes(await TeamOfAsync(actor.TenantId, resource, lookup, cancellationToken));
    }

    /// <summary>Why the actor may not do this to the resource, or null.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="scope">What it takes.</param>
    /// <param name="kind">Kind of the resource.</param>
    /// <param name="current">What is stored; null where nothing is.</param>
    /// <param name="next">What is to be stored; null for a deletion or a change that leaves the spec.</param>
    /// <param name="lookup">The resources as they will be.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async ValueTask<ApiError?> CheckWriteAsync(
        Actor actor, AccessScopes scope, ResourceKind kind, StoredResource? current, StoredResource? next, IResourceLookup lookup, CancellationToken cancellationToken)
    {
        if (actor.Access.IsPlatform) return null;
        if (!actor.Access.Has(scope)) return ResourceErrors.NeedsScope(scope);
        if (kind == ResourceKinds.Tenants && scope != AccessScopes.StateWrite) return ResourceErrors.PlatformOnly;
        if ((current ?? next) is { } named && NeedsPrincipalScope(named) && !actor.Access.Covers(AccessScopes.PrincipalsWrite, null)) return ResourceErrors.NeedsScope(AccessScopes.PrincipalsWrite);
        if (current is not null && !actor.Access.Covers(scope, await OwnerAsync(kind, actor, current, lookup, cancellationToken)))
        {
            var visible = await CanReadAsync(actor, current, lookup, cancellationToken);
            return visible || next is not null ? ResourceErrors.NotYours(scope, kind.Name) : ResourceErrors.NotFound(kind.Name, current.Id);
        }

        return next is null || actor.Access.Covers(scope, await OwnerAsync(kind, actor, next, lookup, cancellationToken)) ? null : ResourceErrors.NotYours(scope, kind.Name);
    }

    /// <summary>The team whose grants reach the resource for writing; a team itself is the tenant's to write.</summary>
    private static ValueTask<string?> OwnerAsync(ResourceKind kind, Actor actor, StoredResource resource, IResourceLookup lookup, CancellationToken cancellationToken) =>
        kind.BelongsToTeams ? TeamOfAsync(actor.TenantId, resource, lookup, cancellationToken) : new((string?)null);

    /// <summary>A key of a principal gives what the principal may do, so issuing it takes as much as declaring it.</summary>
    private static bool NeedsPrincipalScope(StoredResource resource) =>
        resource.Kind == ResourceKinds.KeyKind.Name && resource.Spec is { } spec && ResourceKinds.KeyKind.Read(spec).Principal is not null;
}
