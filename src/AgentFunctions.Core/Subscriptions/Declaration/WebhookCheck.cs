using AgentFunctions.Core.Resources.Kinds;

namespace AgentFunctions.Core.Subscriptions.Declaration;

/// <summary>Rules of webhooks across fields.</summary>
internal static class WebhookCheck
{
    public static void Check(WebhookSpec webhook, Findings findings)
    {
        if (webhook.Scheme == WebhookSchemes.Hmac)
        {
            if (webhook.Header is null) findings.Add("spec.webhook.header", "is required for hmac: the header that carries the signature");
        }
        else
        {
            if (webhook.Header is not null) findings.Add("spec.webhook.header", "is for scheme hmac only: remove it");
            if (webhook.TimestampHeader is not null) findings.Add("spec.webhook.timestampHeader", "is for scheme hmac only: remove it");
        }

        SpanRule.Check(findings, "spec.webhook.tolerance", webhook.Tolerance, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        if (webhook.Type is { } type) TemplateCheck.Text(type, "spec.webhook.type", EventShapes.OfCall, findings);
        if (webhook.Subject is { } subject) TemplateCheck.Text(subject, "spec.webhook.subject", EventShapes.OfCall, findings);

        // By anything unsigned, a call that was recorded could be sent again as another.
        if (webhook.Id is { } id) TemplateCheck.Text(id, "spec.webhook.id", EventShapes.OfSigned, findings);
    }
}
