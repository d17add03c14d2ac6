using AgentFunctions.Core.Identity;

namespace AgentFunctions.Core.Resources.Kinds;

internal sealed class PrincipalValidator : IResourceValidator<PrincipalSpec>
{
    public void Validate(string id, PrincipalSpec spec, PrincipalSpec? current, Findings findings)
    {
        if (current is not null && current.Type != spec.Type) findings.Add("spec.type", "cannot change: its keys would change what they may do; create another principal");
        if (PrincipalKinds.Find(spec.Type) is not { } kind) return;
        var most = Access.MostOf(kind);
        for (var i = 0; i < spec.Grants.Count; i++)
        {
            var grant = spec.Grants[i];
            if (kind == PrincipalKind.App && grant.Scopes.Count == 0) findings.Add($"spec.grants[{i}].scopes", "is required for an app, which may do only what is named");
            for (var j = 0; j < grant.Scopes.Count; j++)
            {
                var scope = AccessScopeNames.Find(grant.Scopes[j]);
                if ((most & scope) == 0) findings.Add($"spec.grants[{i}].scopes[{j}]", $"is beyond the role {spec.Type}, which may have {string.Join(", ", AccessScopeNames.Names(most))}");
                else if (scope == AccessScopes.PrincipalsWrite && grant.Team is not null) findings.Add($"spec.grants[{i}].scopes[{j}]", "is a right in the whole tenant: grant it without a team");
            }
        }
    }

    public IEnumerable<ResourceReference> References(PrincipalSpec spec)
    {
        for (var i = 0; i < spec.Grants.Count; i++)
        {
            if (spec.Grants[i].Team is { } team) yield return new ResourceReference("teams", team, $"spec.grants[{i}].team");
        }
    }
}
