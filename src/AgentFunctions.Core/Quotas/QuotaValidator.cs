using AgentFunctions.Core.Resources.Kinds;

namespace AgentFunctions.Core.Quotas;

/// <summary>Amounts and scopes that mean something. That no other quota says the same is checked where the set is planned.</summary>
internal sealed class QuotaValidator : IResourceValidator<QuotaSpec>
{
    public void Validate(string id, QuotaSpec spec, QuotaSpec? current, Findings findings)
    {
        if (QuotaScopes.Parse(spec.Scope, out var scope) is { } wrong) findings.Add("spec.scope", wrong);
        else CheckWindow(scope, spec, findings);
        if (QuotaAmounts.Parse(spec.Unit, spec.Amount, out _) is { } amount) findings.Add("spec.amount", amount);
        if (spec.Temporary is { } temporary && QuotaAmounts.Parse(spec.Unit, temporary.Amount, out _) is { } other) findings.Add("spec.temporary.amount", other);
        if (spec.Temporary is { Reason: var reason } && string.IsNullOrWhiteSpace(reason)) findings.Add("spec.temporary.reason", "must say why");
    }

    /// <summary>A literal scope must mean something that is there: a limit on a misspelt name would hold nobody back. Runs and sessions come to be by being named.</summary>
    public IEnumerable<ResourceReference> References(QuotaSpec spec)
    {
        if (QuotaScopes.Parse(spec.Scope, out var scope) is not null) yield break;
        if (scope.Kind == LimitScopeKind.Session && scope.Id.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash)
            yield return new ResourceReference("agents", scope.Id[..slash], "spec.scope");
        else if (!scope.IsWildcard && scope.Kind is LimitScopeKind.Team or LimitScopeKind.Agent or LimitScopeKind.Key or LimitScopeKind.Model or LimitScopeKind.Provider or LimitScopeKind.Tool)
            yield return new ResourceReference(LimitScope.Name(scope.Kind), scope.Id, "spec.scope");
    }

    private static void CheckWindow(QuotaScope scope, QuotaSpec spec, Findings findings)
    {
        if (spec.Unit == LimitUnit.Concurrent)
        {
            if (spec.Window is not null) findings.Add("spec.window", "is not for concurrent, which counts calls at the same time: remove it");
        }
        else if (spec.Window is null)
        {
            findings.Add("spec.window", "is required: minute, hour, day, month, run or total");
        }
        else if (spec.Window == LimitWindow.Run && scope.Kind == LimitScopeKind.Session)
        {
            findings.Add("spec.window", "is not for sessions, since a run may span several: put the limit on runs/* or on agents/*, or take another window");
        }
    }
}
