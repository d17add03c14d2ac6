using AgentFunctions.Core.Identity;

namespace AgentFunctions.Http.Authentication;

/// <summary>Who may call an endpoint. Every endpoint carries exactly one; an endpoint without is refused, so forgetting it fails closed.</summary>
/// <param name="Scope">What a principal needs, in its tenant or in some team; handlers narrow to the team.</param>
internal sealed record AccessRequirement(AccessScopes Scope)
{
    /// <summary>No key needed.</summary>
    public static readonly AccessRequirement Anonymous = new(AccessScopes.None) { IsAnonymous = true };

    /// <summary>Model calls: agents, and principals acting as a named agent.</summary>
    public static readonly AccessRequirement Agents = new(AccessScopes.AgentsAct) { AllowsAgents = true, ActsAsAgent = true };

    /// <summary>Anybody with a key that reads the control plane.</summary>
    public static readonly AccessRequirement ResourcesRead = new(AccessScopes.ResourcesRead);

    /// <summary>Resources that no scope of their own guards.</summary>
    public static readonly AccessRequirement ResourcesWrite = new(AccessScopes.ResourcesWrite);

    public static readonly AccessRequirement KeysWrite = new(AccessScopes.KeysWrite);

    public static readonly AccessRequirement SecretsWrite = new(AccessScopes.SecretsWrite);

    public static readonly AccessRequirement StateWrite = new(AccessScopes.StateWrite);

    public static readonly AccessRequirement AuditRead = new(AccessScopes.AuditRead);

    public static readonly AccessRequirement EventsPublish = new(AccessScopes.EventsPublish);

    /// <summary>They show what was published, as runs show what they did.</summary>
    public static readonly AccessRequirement DeadLettersRead = new(AccessScopes.TracesRead);

    public static readonly AccessRequirement UsageRead = new(AccessScopes.UsageRead);

    public static readonly AccessRequirement MetricsRead = new(AccessScopes.MetricsRead);

    public static readonly AccessRequirement NotificationsTest = new(AccessScopes.NotificationsTest);

    /// <summary>Runs: agents their own, principals those of their teams; who may start runs, those it started.</summary>
    public static readonly AccessRequirement RunsRead = new(AccessScopes.TracesRead) { AllowsAgents = true, Own = AccessScopes.RunsStart };

    /// <summary>Starting runs of what belongs to teams.</summary>
    public static readonly AccessRequirement RunsStart = new(AccessScopes.RunsStart);

    /// <summary>Starting agents, completing and steering runs: agents their own, principals those of their teams.</summary>
    public static readonly AccessRequirement RunsControl = new(AccessScopes.RunsStart) { AllowsAgents = true };

    /// <summary>What is enough for things that the caller made itself; handlers show it those only.</summary>
    public AccessScopes Own { get; private init; }

    /// <summary>Approvals: agents their own, principals those of their teams.</summary>
    public static readonly AccessRequirement ApprovalsRead = new(AccessScopes.ApprovalsRead) { AllowsAgents = true };

    /// <summary>Deciding; agents never do.</summary>
    public static readonly AccessRequirement ApprovalsDecide = new(AccessScopes.ApprovalsDecide) { Instead = AccessScopes.ApprovalsBreakGlass };

    /// <summary>Vouching for what agents learned; agents never do.</summary>
    public static readonly AccessRequirement MemoryDecide = new(AccessScopes.ApprovalsDecide);

    /// <summary>Erasing people: agents what they keep themselves, principals where they may write.</summary>
    public static readonly AccessRequirement SubjectsErase = new(AccessScopes.ResourcesWrite) { AllowsAgents = true };

    /// <summary>Reading all that is kept of people: agents what they keep themselves, principals where they may read content.</summary>
    public static readonly AccessRequirement SubjectsExport = new(AccessScopes.ContentRead) { AllowsAgents = true };

    public static readonly AccessRequirement ApprovalsAssign = new(AccessScopes.ApprovalsAssign);

    /// <summary>Does as well as <see cref="Scope"/>; handlers see to what it is good for. None: nothing does.</summary>
    public AccessScopes Instead { get; private init; }

    public bool IsAnonymous { get; private init; }

    /// <summary>Agents may call with their own keys; handlers show them what is their own.</summary>
    public bool AllowsAgents { get; private init; }

    /// <summary>The call is an agent's: others must name the agent they act as in <c>x-agent-id</c>.</summary>
    public bool ActsAsAgent { get; private init; }

    /// <summary>Writing one of a kind.</summary>
    public static AccessRequirement Writing(Core.Resources.Kinds.ResourceKind kind) => new(kind.WriteScope);
}
