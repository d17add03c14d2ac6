namespace AgentFunctions.Core.Notifications;

/// <summary>Names of severities where they are labels.</summary>
internal static class NotificationSeverities
{
    public static string ToName(NotificationSeverity severity) => severity switch
    {
        NotificationSeverity.Critical => "critical",
        NotificationSeverity.Warning => "warning",
        _ => "info",
    };
}
