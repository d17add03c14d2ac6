namespace AgentFunctions.Core.Notifications.Messages;

/// <summary>A mail in plain text.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Body">Lines ended by LF.</param>
public sealed record MailText(string Subject, string Body)
{
    public static MailText Of(NotificationEvent notificationEvent)
    {
        ArgumentNullException.ThrowIfNull(notificationEvent);
        var value = EventText.Clean(notificationEvent);
        var facts = string.Join('\n', MessageText.Facts(value).Select(f => $"{f.Name + ":",-10}{f.Value}"));
        return new MailText($"[AgentFunctions] {MessageText.Severity(value.Severity)}: {value.Summary}", $"{value.Summary}\n\n{facts}\n{(value.Data is { } data ? $"\nDetails: {data.GetRawText()}\n" : "")}");
    }
}
