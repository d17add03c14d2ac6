using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Runs.Storage;

namespace AgentFunctions.Core.Runs;

/// <summary>Who looks at runs, or completes them: an agent its own, a principal those of its teams. What one may not see is as if it did not exist.</summary>
public sealed class RunViewer
{
    private RunViewer(string tenantId, string? agent, string? team, TeamFilter teams) => (TenantId, Agent, Team, Teams) = (tenantId, agent, team, teams);

    public string TenantId { get; }

    /// <summary>The agent that looks at its own; null for a principal.</summary>
    internal string? Agent { get; }

    internal string? Team { get; }

    internal TeamFilter Teams { get; }

    /// <param name="caller">Who.</param>
    /// <param name="scope">What a principal needs; agents need none for their own.</param>
    public static RunViewer Of(Caller caller, AccessScopes scope)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var isAgent = caller.Principal.Kind == PrincipalKind.Agent;
        return new RunViewer(caller.Principal.TenantId, isAgent ? caller.Principal.Id : null, isAgent ? caller.Agent?.Spec.Team : null, isAgent ? default : caller.Access.Teams(scope));
    }

    /// <summary>What an agent did in a team stays with that team.</summary>
    internal bool Sees(StoredRun run) => Agent is null ? Teams.Includes(run.Team) : run.Agent == Agent && run.Team == Team;
}
