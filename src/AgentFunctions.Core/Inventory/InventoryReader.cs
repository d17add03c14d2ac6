using System.Runtime.CompilerServices;
using AgentFunctions.Core.Activity.Reading;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Inventory.Subjects;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.States;
using AgentFunctions.Core.Resources.Storage;
using AgentFunctions.Core.Resources.Views;

namespace AgentFunctions.Core.Inventory;

/// <summary>Every agent that the reader may see, with what it may do and what it does.</summary>
public sealed class InventoryReader
{
    /// <summary>How recent a use of a model must be to be listed.</summary>
    public static readonly TimeSpan UsedWithin = TimeSpan.FromDays(30);

    private readonly ResourceDocuments _documents;
    private readonly IControlPlane _controlPlane;
    private readonly LastUses _lastUses;
    private readonly SubjectKeys _keys;
    private readonly TimeProvider _time;

    internal InventoryReader(ResourceDocuments documents, IControlPlane controlPlane, LastUses lastUses, SubjectKeys keys, TimeProvider time)
    {
        _documents = documents;
        _controlPlane = controlPlane;
        _lastUses = lastUses;
        _keys = keys;
        _time = time;
    }

    /// <summary>In order of id.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="filter">Which.</param>
    /// <param name="after">Only ids after this one; null: all.</param>
    /// <param name="atOnce">How many will be wanted.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DocumentStoreUnavailableException">The store could not be read.</exception>
    public async IAsyncEnumerable<InventoryItem> ReadAsync(Actor actor, InventoryFilter filter, string? after, int atOnce, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var view = await _controlPlane.GetViewAsync(actor.TenantId, cancellationToken) ?? throw new DocumentStoreUnavailableException("The tenant's state could not be confirmed.");
        var teams = actor.Access.Teams(AccessScopes.ResourcesRead);
        await foreach (var part in AgentsAsync(actor, filter, teams, view, after, Math.Min(atOnce, SubjectKeys.AtOnce), cancellationToken))
        {
            var keys = await _keys.ReadAsync(actor.TenantId, ResourceKinds.Agents, [.. part.Select(static a => a.Id)], cancellationToken);
            foreach (var agent in part) yield return await DescribeAsync(agent, [.. keys[agent.Id]], teams, view, cancellationToken);
        }
    }

    private async IAsyncEnumerable<List<Resource<AgentSpec>>> AgentsAsync(
        Actor actor, InventoryFilter filter, TeamFilter teams, ControlPlaneView view, string? after, int size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var part = new List<Resource<AgentSpec>>(size);
        await foreach (var stored in _documents.ListAsync(actor.TenantId, ResourceKinds.Agents.Name, after, DocumentLimits.MaxPageSize, null, cancellationToken))
        {
            var agent = TenantSnapshot.ToResource(actor.TenantId, ResourceKinds.AgentKind, stored);
            if (!teams.Includes(agent.Spec.Team) || (filter.Team is { } team && agent.Spec.Team != team)) continue;
            if (filter.UnownedOnly && UnownedReasons.Of(agent.Spec, view.Teams).Count == 0) continue;
            part.Add(agent);
            if (part.Count < size) continue;
            yield return part;
            part = new List<Resource<AgentSpec>>(size);
        }

        if (part.Count > 0) yield return part;
    }

    private async ValueTask<InventoryItem> DescribeAsync(Resource<AgentSpec> agent, IReadOnlyList<SubjectKey> keys, TeamFilter teams, ControlPlaneView view, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var team = agent.Spec.Team is { } id ? view.Teams.GetValueOrDefault(id) : null;
        var uses = await _lastUses.OfAgentAsync(agent.TenantId, agent.Id, teams, cancellationToken);
        return new InventoryItem
        {
            Agent = agent.Id,
            Owner = agent.Spec.Owner,
            Sponsor = agent.Spec.Sponsor,
            Team = agent.Spec.Team,
            Contacts = team?.Spec.Contacts ?? [],
            State = OperatingStates.ToName(ResourceState.Of(agent.State, now)),
            LastSeenAt = uses.Count == 0 ? null : uses.Max(static u => u.At),
            Models = UsableModels.Of(view, agent.Spec.Models, team?.Spec.Models),
            UsedModels = [.. uses.Where(u => u.Model is not null && u.At >= now - UsedWithin).GroupBy(static u => u.Model!, StringComparer.Ordinal)
                .Select(static g => KeyValuePair.Create(g.Key, g.Max(static u => u.At))).OrderBy(static m => m.Key, StringComparer.Ordinal)],
            Keys = keys,
            Limits = LimitsOf(agent, view),
            UnownedReasons = UnownedReasons.Of(agent.Spec, view.Teams),
        };
    }

    /// <summary>Windows of runs are among them, whichever the run.</summary>
    private static string[] LimitsOf(Resource<AgentSpec> agent, ControlPlaneView view)
    {
        const string AnyRun = "-";
        List<Limit> limits = [.. view.ResolveLimits(new LimitScope(LimitScopeKind.Agent, agent.Id), AnyRun)];
        if (agent.Spec.Team is { } team) limits.AddRange(view.ResolveLimits(new LimitScope(LimitScopeKind.Team, team), AnyRun));
        limits.AddRange(view.ResolveLimits(LimitScope.Tenant, AnyRun));
        return [.. limits.Select(static l => l.QuotaId).Order(StringComparer.Ordinal)];
    }
}
