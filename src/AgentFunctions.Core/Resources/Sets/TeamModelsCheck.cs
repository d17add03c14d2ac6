using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Resources.Sets;

/// <summary>An agent is given only models that its team may use.</summary>
internal static class TeamModelsCheck
{
    public static async ValueTask CheckAsync(string tenantId, StoredResource agent, IResourceLookup lookup, Findings findings, CancellationToken cancellationToken)
    {
        var spec = ResourceKinds.AgentKind.Read(agent.Spec!.Value);
        if (spec.Team is not { } team || await lookup.FindAsync(tenantId, ResourceKinds.TeamKind.Name, team, cancellationToken) is not { Spec: { } teamSpec }) return;
        var allowed = ResourceKinds.TeamKind.Read(teamSpec).Models;
        for (var i = 0; i < spec.Models.Count; i++)
        {
            if (!ModelPatterns.Cover(allowed, spec.Models[i]))
                findings.Add($"spec.models[{i}]", $"is not open to teams/{team}{(allowed.Count == 0 ? ", which may use none" : $", which may use {string.Join(", ", allowed.Take(10))}{(allowed.Count > 10 ? " and more" : "")}")}: choose one of those, or have the team's models extended");
        }
    }
}
