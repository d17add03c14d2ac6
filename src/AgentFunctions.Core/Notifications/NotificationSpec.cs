namespace AgentFunctions.Core.Notifications;

/// <summary>Where events go. Source: API.md, notifications.</summary>
public sealed record NotificationSpec
{
    /// <summary><c>webhook</c>, <c>teams</c>, <c>slack</c> or <c>smtp</c>.</summary>
    public string Channel { get; set; } = "";

    /// <summary>A URL, or for <c>smtp</c> one or more mail addresses separated by commas.</summary>
    public string To { get; set; } = "";

    /// <summary>Types and beginnings of types: <c>key.expired</c>, <c>key.*</c>, <c>*</c>.</summary>
    public IReadOnlyList<string> Events { get; set; } = [];

    /// <summary>Only the events of this team; null for those of the whole tenant.</summary>
    public string? Team { get; set; }

    public NotificationSeverity MinSeverity { get; set; } = NotificationSeverity.Info;

    /// <summary>Webhook: the secret that signs. Teams and Slack: what stands for <c>{secret}</c> in the URL. SMTP: the password.</summary>
    public string? SecretRef { get; set; }

    /// <summary>The mail server; for <c>smtp</c> only.</summary>
    public SmtpSpec? Smtp { get; set; }
}
