namespace AgentFunctions.Core.Notifications;

/// <summary>Names of channels, as a notification's <c>channel</c> gives them.</summary>
public static class NotificationChannels
{
    public const string Webhook = "webhook";
    public const string Teams = "teams";
    public const string Slack = "slack";
    public const string Smtp = "smtp";
}
