using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.Guards;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Quotas.States;

/// <summary>What a wildcard quota is asked about has to be there, and the caller's to see: else it is as if it did not exist.</summary>
internal sealed class QuotaThings(ResourceDocuments documents)
{
    /// <summary>The refusal, or null. A run says nothing of whose it is, so of what others do in one only who sees the whole tenant is told.</summary>
    public async ValueTask<ApiError?> HideAsync(Actor actor, LimitScope thing, string? run, CancellationToken cancellationToken)
    {
        var teams = actor.Access.Teams(AccessScopes.ResourcesRead);
        if (!await ExistsAsync(actor.TenantId, thing, cancellationToken)) return Absent("scope", thing.ToString());
        if (actor.Access.IsPlatform || teams.IsAll) return null;
        var scope = new QuotaScope(thing.Kind, thing.Id, false);
        if (!await QuotaReach.AppliesToAsync(actor.TenantId, scope, teams, documents, cancellationToken)) return Absent("scope", thing.ToString());
        return run is null || teams.Includes(await QuotaReach.TeamOfAsync(actor.TenantId, scope, documents, cancellationToken)) ? null : Absent("run", $"runs/{run}");
    }

    /// <summary>Runs, sessions and tools are not declared, so each of them may be.</summary>
    private async ValueTask<bool> ExistsAsync(string tenantId, LimitScope thing, CancellationToken cancellationToken) => thing.Kind switch
    {
        LimitScopeKind.Team or LimitScopeKind.Agent or LimitScopeKind.Key or LimitScopeKind.Model or LimitScopeKind.Provider =>
            await documents.FindAsync(tenantId, LimitScope.Name(thing.Kind), thing.Id, cancellationToken) is not null,
        LimitScopeKind.Session => await documents.FindAsync(tenantId, LimitScope.Name(LimitScopeKind.Agent), thing.Id[..thing.Id.IndexOf('/', StringComparison.Ordinal)], cancellationToken) is not null,
        _ => true,
    };

    private static ApiError Absent(string param, string name) => ApiErrors.NotFound(param, $"{name} does not exist in this tenant.");
}
