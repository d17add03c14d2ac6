namespace AgentFunctions.Core.Subscriptions.Declaration;

/// <summary>How callers of webhooks sign; always HMAC-SHA256.</summary>
public static class WebhookSchemes
{
    /// <summary><c>X-Hub-Signature-256: sha256=hex</c> over the body. It signs no time.</summary>
    public const string GitHub = "github";

    /// <summary><c>Stripe-Signature: t=...,v1=hex</c> over <c>{t}.{body}</c>.</summary>
    public const string Stripe = "stripe";

    /// <summary>Standard Webhooks 1.0.0.</summary>
    public const string Standard = "standard";

    /// <summary>A header that the subscription declares.</summary>
    public const string Hmac = "hmac";
}
