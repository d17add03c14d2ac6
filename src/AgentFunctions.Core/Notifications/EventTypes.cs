namespace AgentFunctions.Core.Notifications;

/// <summary>Types of events. docs/notifications.md says when each is raised.</summary>
public static class EventTypes
{
    public const string KeyExpiring = "key.expiring";
    public const string KeyExpired = "key.expired";
    public const string KeyIssued = "key.issued";
    public const string KeyRotated = "key.rotated";
    public const string KeyRevoked = "key.revoked";
    public const string StateChanged = "state.changed";
    public const string TargetOverrun = "target.overrun";
    public const string UsageReconciliationFailed = "usage.reconciliation_failed";
    public const string BudgetThreshold = "budget.threshold";
    public const string BudgetExhausted = "budget.exhausted";
    public const string BudgetWouldRefuse = "budget.would_refuse";
    public const string UsageAnomaly = "usage.anomaly";
    public const string ApprovalRequested = "approval.requested";
    public const string ApprovalReminder = "approval.reminder";
    public const string ApprovalDecided = "approval.decided";
    public const string ApprovalExpired = "approval.expired";
    public const string ApprovalBreakGlass = "approval.break_glass";
    public const string EventDeadLetter = "event.dead_letter";
    public const string Test = "notification.test";
}
