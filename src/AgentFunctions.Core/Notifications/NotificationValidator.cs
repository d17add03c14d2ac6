using AgentFunctions.Core.Resources.Kinds;

namespace AgentFunctions.Core.Notifications;

internal sealed class NotificationValidator : IResourceValidator<NotificationSpec>
{
    public void Validate(string id, NotificationSpec spec, NotificationSpec? current, Findings findings)
    {
        if (spec.Channel == NotificationChannels.Smtp)
        {
            if (MailAddresses.Parse(spec.To) is null) findings.Add("spec.to", $"must be mail addresses such as ops@example.com, separated by commas, at most {MailAddresses.Max}");
            if (spec.Smtp is null) findings.Add("spec.smtp", "is required for smtp: {\"host\":\"mail.example.com\",\"from\":\"alerts@example.com\"}");
            else ValidateSmtp(spec.Smtp, spec.SecretRef, findings);
            return;
        }

        if (spec.Smtp is not null) findings.Add("spec.smtp", "is for channel smtp only: remove it");
        var chat = spec.Channel is NotificationChannels.Teams or NotificationChannels.Slack;
        if (NotificationTarget.Check(spec.To, chat) is { } wrong)
        {
            findings.Add("spec.to", wrong);
            return;
        }

        if (!chat) return;
        var placeholder = spec.To.Contains(NotificationTarget.Placeholder, StringComparison.Ordinal);
        if (placeholder && spec.SecretRef is null) findings.Add("spec.secretRef", "is required: it names the secret that stands for {secret} in to");
        else if (!placeholder && spec.SecretRef is not null) findings.Add("spec.to", "needs {secret} where the secret of secretRef belongs; or remove secretRef");
    }

    public IEnumerable<ResourceReference> References(NotificationSpec spec)
    {
        if (spec.Team is { } team) yield return new ResourceReference("teams", team, "spec.team");
        if (spec.SecretRef is { } secret) yield return new ResourceReference("secrets", secret, "spec.secretRef", Optional: true) { Host = NotificationTarget.SecretHost(spec), Team = spec.Team ?? "" };
    }

    public string? Team(string id, NotificationSpec spec) => spec.Team;

    private static void ValidateSmtp(SmtpSpec smtp, string? secretRef, Findings findings)
    {
        if (!MailAddresses.IsValid(smtp.From)) findings.Add("spec.smtp.from", "must be one mail address such as alerts@example.com");
        if (smtp.Username is null && secretRef is not null) findings.Add("spec.smtp.username", "is required with secretRef: a password needs a user name");
        if (smtp.Username is not null && secretRef is null) findings.Add("spec.secretRef", "is required with smtp.username: it names the secret that holds the password");
        if (smtp.Username?.Any(c => c is < ' ' or > '~') == true) findings.Add("spec.smtp.username", "must be printable ASCII without line breaks");
        if (smtp.Security == "none" && !smtp.AllowInsecure && !NotificationTarget.IsLoopback(smtp.Host))
            findings.Add("spec.smtp.security", "none is only for loopback, or for networks you trust with allowInsecure: true; use starttls or tls");
    }
}
