using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Runs.Storage;

namespace AgentFunctions.Core.Runs;

/// <summary>Who looks at runs, or steers them: an agent its own, a principal those of its teams, and what it started itself where that is enough. What one may not see is as if it did not exist.</summary>
public sealed class RunViewer
{
    private RunViewer(string tenantId, string by) => (TenantId, By) = (tenantId, by);

    public string TenantId { get; }

    /// <summary>Who looks, for the record: <c>operator/ops</c>, <c>agent/triage</c>.</summary>
    public string By { get; }

    /// <summary>The agent that looks at its own; null for a principal.</summary>
    internal string? Agent { get; private init; }

    internal string? Team { get; private init; }

    /// <summary>Where a principal sees all.</summary>
    internal TeamFilter Teams { get; private init; }

    /// <summary>Where it sees what it started itself.</summary>
    internal TeamFilter Own { get; private init; }

    /// <param name="caller">Who.</param>
    /// <param name="scope">What a principal needs; agents need none for their own.</param>
    /// <param name="own">What is enough for a run that the principal started itself; none by default.</param>
    public static RunViewer Of(Caller caller, AccessScopes scope, AccessScopes own = AccessScopes.None)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var by = $"{PrincipalKinds.ToName(caller.Principal.Kind)}/{caller.Principal.Id}";
        if (caller.Principal.Kind == PrincipalKind.Agent) return new RunViewer(caller.Principal.TenantId, by) { Agent = caller.Principal.Id, Team = caller.Agent?.Spec.Team };
        return new RunViewer(caller.Principal.TenantId, by) { Teams = caller.Access.Teams(scope), Own = own == AccessScopes.None ? default : caller.Access.Teams(own) };
    }

    /// <summary>The product itself, for who was let in by another right: sees every run of the tenant.</summary>
    public static RunViewer Whole(string tenantId) => new(tenantId, "system") { Teams = Access.Platform.Teams(AccessScopes.TracesRead) };

    /// <summary>What an agent did in a team stays with that team.</summary>
    internal bool Sees(StoredRun run) => !run.Purged && Sees(run.Agent, run.Team, run.StartedBy);

    internal bool Sees(string agent, string? team, string? startedBy)
    {
        if (Agent is not null) return agent == Agent && team == Team;
        return Teams.Includes(team) || (startedBy == By && Own.Includes(team));
    }
}
