namespace AgentFunctions.Core.Notifications;

/// <summary>A mail server. Source: API.md, notifications.</summary>
public sealed record SmtpSpec
{
    public string Host { get; set; } = "";

    public int Port { get; set; } = 587;

    /// <summary>The sender's address.</summary>
    public string From { get; set; } = "";

    /// <summary>null: no authentication. The password is the notification's <c>secretRef</c>.</summary>
    public string? Username { get; set; }

    /// <summary><c>starttls</c>, <c>tls</c> or <c>none</c>.</summary>
    public string Security { get; set; } = "starttls";

    /// <summary>Allows <c>none</c> to hosts other than loopback.</summary>
    public bool AllowInsecure { get; set; }
}
