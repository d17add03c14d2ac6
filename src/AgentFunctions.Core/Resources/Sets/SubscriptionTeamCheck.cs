using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Storage;
using AgentFunctions.Core.Runs.Starting;

namespace AgentFunctions.Core.Resources.Sets;

/// <summary>A subscription of a team starts what is the team's: anything else would lend out rights, and is as if it did not exist.</summary>
internal static class SubscriptionTeamCheck
{
    public static async ValueTask CheckAsync(string tenantId, StoredResource subscription, IResourceLookup lookup, Findings findings, CancellationToken cancellationToken)
    {
        var spec = ResourceKinds.SubscriptionKind.Read(subscription.Spec!.Value);
        if (spec.Team is not { } team || RunTarget.Parse(spec.Start) is not { } target) return;
        var found = await lookup.FindAsync(tenantId, target.ResourceKind, target.Id, cancellationToken);
        if (found is not { Spec: { } named } || ResourceKinds.Find(target.ResourceKind)!.TeamOf(target.Id, named) != team)
            findings.Add("spec.start", $"names {target}, which is nothing of teams/{team}: a subscription of a team starts what is the team's");
    }
}
