using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Quotas.States;

/// <summary>Where quotas stand. Whoever may see a quota may see where it stands for what is theirs.</summary>
public sealed class QuotaStates
{
    private readonly ResourceStore _resources;
    private readonly IControlPlane _controlPlane;
    private readonly QuotaThings _things;
    private readonly ILedger _ledger;
    private readonly IBurnRate _burnRate;
    private readonly TimeProvider _time;

    internal QuotaStates(ResourceStore resources, IControlPlane controlPlane, ResourceDocuments documents, ILedger ledger, IBurnRate burnRate, TimeProvider time)
    {
        _resources = resources;
        _controlPlane = controlPlane;
        _things = new QuotaThings(documents);
        _ledger = ledger;
        _burnRate = burnRate;
        _time = time;
    }

    /// <param name="actor">Who asks.</param>
    /// <param name="id">The quota.</param>
    /// <param name="scope">Which of the things a wildcard covers; null where the quota names one.</param>
    /// <param name="run">The run, for windows of runs.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<Outcome<QuotaState>> GetAsync(Actor actor, string id, string? scope, string? run, CancellationToken cancellationToken)
    {
        if (ResourceKinds.Quotas.CheckId(id) is not null || await _resources.FindVisibleAsync(actor, ResourceKinds.Quotas, id, cancellationToken) is null) return ResourceErrors.NotFound(ResourceKinds.Quotas.Name, id);
        if (await _controlPlane.GetViewAsync(actor.TenantId, cancellationToken) is not { } view || !view.Quotas.TryGetValue(id, out var quota)) return ApiErrors.ControlPlaneUnavailable;
        QuotaScopes.Parse(quota.Spec.Scope, out var declared);
        if (QuotaStateErrors.Narrow(id, declared, scope, out var thing) is { } wrong) return wrong;
        if (QuotaStateErrors.CheckRun(LimitRule.WindowOf(declared.Kind, quota.Spec), thing, ref run) is { } noRun) return noRun;
        if (await _things.HideAsync(actor, thing, run, cancellationToken) is { } hidden) return hidden;
        var limits = view.ResolveLimits(thing, run);
        if (limits.FirstOrDefault(l => l.QuotaId == id) is not { } limit) return QuotaStateErrors.MoreSpecific(thing, Winner(limits, declared.Kind, quota.Spec));
        var state = await _ledger.ReadAsync(actor.TenantId, limit, cancellationToken);
        var temporary = quota.Spec.Temporary is { } change && _time.GetUtcNow() < change.Until ? change : null;
        return new QuotaState(state, temporary, await _burnRate.ForecastAsync(actor.TenantId, state, cancellationToken));
    }

    private static string? Winner(IReadOnlyList<Limit> limits, LimitScopeKind kind, QuotaSpec spec) =>
        limits.FirstOrDefault(l => l.Unit == spec.Unit && l.Window == LimitRule.WindowOf(kind, spec) && l.Mode == spec.Mode)?.QuotaId;
}
