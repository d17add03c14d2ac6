namespace AgentFunctions.Core.Identity;

/// <summary>What a principal may do. The names on the wire are in <see cref="AccessScopeNames"/>.</summary>
[Flags]
public enum AccessScopes
{
    None = 0,

    /// <summary>Read resources, their versions and states; list secrets by name.</summary>
    ResourcesRead = 1 << 0,

    /// <summary>Write and delete resources that no scope of their own guards.</summary>
    ResourcesWrite = 1 << 1,

    /// <summary>Issue, rotate, revoke and look up keys.</summary>
    KeysWrite = 1 << 2,

    /// <summary>Set and delete secrets. Nobody reads them.</summary>
    SecretsWrite = 1 << 3,

    /// <summary>Throttle, suspend, kill and reactivate.</summary>
    StateWrite = 1 << 4,

    /// <summary>Write principals and issue their keys. Only for operators of a whole tenant.</summary>
    PrincipalsWrite = 1 << 5,

    /// <summary>Call models as an agent named in <c>x-agent-id</c>.</summary>
    AgentsAct = 1 << 6,

    /// <summary>Read usage and activity.</summary>
    UsageRead = 1 << 7,

    /// <summary>Read the change feed and the access review.</summary>
    AuditRead = 1 << 8,

    TracesRead = 1 << 9,

    MetricsRead = 1 << 10,

    /// <summary>Read recorded content.</summary>
    ContentRead = 1 << 11,

    RunsStart = 1 << 12,

    EventsPublish = 1 << 13,

    ApprovalsRead = 1 << 14,

    ApprovalsDecide = 1 << 15,

    /// <summary>Send a test notification.</summary>
    NotificationsTest = 1 << 16,

    /// <summary>Change who may decide a pending approval, and until when.</summary>
    ApprovalsAssign = 1 << 17,

    /// <summary>Decide an approval in an emergency without being among its approvers. No role has it; an operator's grant must name it.</summary>
    ApprovalsBreakGlass = 1 << 18,
}
