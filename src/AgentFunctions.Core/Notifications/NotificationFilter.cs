namespace AgentFunctions.Core.Notifications;

/// <summary>Which notifications an event goes to.</summary>
public static class NotificationFilter
{
    /// <summary>By type, severity and team: without a team a notification gets the events of the whole tenant, with one only that team's.</summary>
    public static bool Accepts(NotificationSpec spec, NotificationEvent notificationEvent)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(notificationEvent);
        return notificationEvent.Severity >= spec.MinSeverity
            && (spec.Team is null || spec.Team == notificationEvent.Team)
            && spec.Events.Any(pattern => EventPattern.Matches(pattern, notificationEvent.Type));
    }
}
