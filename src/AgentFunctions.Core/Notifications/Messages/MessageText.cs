using System.Globalization;

namespace AgentFunctions.Core.Notifications.Messages;

/// <summary>Words that all messages for people share.</summary>
internal static class MessageText
{
    public static string Severity(NotificationSeverity severity) => severity switch
    {
        NotificationSeverity.Critical => "critical",
        NotificationSeverity.Warning => "warning",
        _ => "info",
    };

    public static string Time(NotificationEvent value) => value.OccurredAt.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>Name and value, in the order in which they are shown.</summary>
    public static IEnumerable<(string Name, string Value)> Facts(NotificationEvent value)
    {
        yield return ("Severity", Severity(value.Severity));
        yield return ("Event", value.Type);
        yield return ("Subject", value.Subject);
        yield return ("Tenant", value.TenantId);
        if (value.Team is { } team) yield return ("Team", team);
        yield return ("Time", Time(value));
        yield return ("Id", value.Id);
    }
}
