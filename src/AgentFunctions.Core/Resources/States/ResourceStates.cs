using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.Guards;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Resources.States;

/// <summary>Throttles, suspends, kills and reactivates; in force everywhere within 2 s.</summary>
public sealed class ResourceStates
{
    private readonly ResourceDocuments _documents;
    private readonly TenantChanges _changes;
    private readonly TimeProvider _time;

    internal ResourceStates(ResourceDocuments documents, TenantChanges changes, TimeProvider time)
    {
        _documents = documents;
        _changes = changes;
        _time = time;
    }

    /// <summary>Sets the state; the resource's spec stays as it is. What the platform set, only the platform lifts.</summary>
    public ValueTask<Outcome<ResourceEntry>> SetAsync(Actor actor, ResourceKind kind, string id, StateChange change, CancellationToken cancellationToken)
    {
        if (!kind.HasState) return new(ApiErrors.NotFound("kind", $"{kind.Name} have no state; tenants, teams, agents, keys, models, providers, tools, workflows and subscriptions do."));
        if (kind.CheckId(id) is not null) return new(ResourceErrors.NotFound(kind.Name, id));
        if (change.State != OperatingState.Active && string.IsNullOrWhiteSpace(change.Reason)) return new(ApiErrors.InvalidRequest("reason", "reason is required: callers that are refused are shown it."));
        if (change.Until <= _time.GetUtcNow()) return new(ApiErrors.InvalidRequest("until", "until lies in the past."));
        if (change is { State: OperatingState.Active, Until: not null }) return new(ApiErrors.InvalidRequest("until", "active has no end: leave until out."));
        var home = ResourceStore.Home(actor, kind, id);
        if (home.TenantId != actor.TenantId && !actor.Access.IsPlatform) return new(ResourceErrors.NotFound(kind.Name, id));
        return _changes.RunUrgentAsync<ResourceEntry>(home, (sequence, ct) => DecideAsync(home, kind, id, change, sequence, ct), cancellationToken);
    }

    private async ValueTask<TenantStep<ResourceEntry>> DecideAsync(Actor actor, ResourceKind kind, string id, StateChange change, long sequence, CancellationToken cancellationToken)
    {
        if (await _documents.FindAsync(actor.TenantId, kind.Name, id, cancellationToken) is not { } stored) return ResourceErrors.NotFound(kind.Name, id);
        if (await ResourceGuard.CheckWriteAsync(actor, AccessScopes.StateWrite, kind, stored, null, _documents, cancellationToken) is { } refused) return refused;
        var now = _time.GetUtcNow();
        if (stored.State is { ByPlatform: true } && ResourceState.Of(stored.State, now) != OperatingState.Active && !actor.Access.IsPlatform)
            return ApiErrors.NotEntitled("This state was set by the platform, and only the platform can change it.");
        var isActive = ResourceState.Of(stored.State, now) == OperatingState.Active;
        if (change.State == OperatingState.Active ? isActive : change.OnlyIfActive && !isActive) return ResourceDocuments.ToEntry(actor.TenantId, stored, now);
        var next = stored with
        {
            Format = StoredResource.CurrentFormat,
            Seq = sequence,
            Version = stored.Version + 1,
            Etag = ResourceETag.Of(sequence, stored.Spec!.Value),
            SpecVersion = stored.SpecVersion ?? stored.Version,
            SpecEtag = stored.SpecEtag ?? stored.Etag,
            UpdatedAt = now,
            UpdatedBy = actor.By,
            State = change.State == OperatingState.Active
                ? null
                : new ResourceState { State = change.State, Reason = change.Reason!, Until = change.Until?.ToUniversalTime(), By = actor.By, At = now, ByPlatform = actor.Access.IsPlatform },
        };
        var team = await ResourceGuard.TeamOfAsync(actor.TenantId, stored, _documents, cancellationToken);
        return new TenantStep<ResourceEntry>(ResourceDocuments.ToEntry(actor.TenantId, next, now), new ResourceChange(next, ChangeOperations.StateSet, team) { StateBefore = stored.State });
    }
}
