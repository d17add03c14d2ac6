namespace AgentFunctions.Core.Subscriptions.Declaration;

/// <summary>Calls of others that are taken as events, at <c>POST /api/hooks/{tenant}/{subscription}</c>, once their signature is verified.</summary>
public sealed record WebhookSpec
{
    /// <summary>The shared secret, whose hosts must name <see cref="SecretHost"/>.</summary>
    public required string SecretRef { get; init; }

    /// <summary>One of <see cref="WebhookSchemes"/>.</summary>
    public required string Scheme { get; init; }

    /// <summary>hmac: the header with the signature.</summary>
    public string? Header { get; set; }

    /// <summary>hmac: what stands before the signature, <c>sha256=</c>.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>hmac: <c>hex</c> (default) or <c>base64</c>.</summary>
    public string Encoding { get; set; } = "hex";

    /// <summary>hmac: header with the Unix time in seconds; the signed content is then <c>{time}.{body}</c>. null: the body alone.</summary>
    public string? TimestampHeader { get; set; }

    /// <summary>How far the signed time may lie from ours; default 5 min, 1 s to 1 h. Schemes without a signed time have none.</summary>
    public TimeSpan Tolerance { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Text with expressions on <c>body</c> and <c>headers</c> for the event's type; null: what the scheme has.</summary>
    public string? Type { get; set; }

    /// <summary>The same for its subject; null: none.</summary>
    public string? Subject { get; set; }

    /// <summary>Text with expressions on <c>body</c> for the event's id, where the sender names one in what it signs; null: what the scheme has, else a hash of what was signed.</summary>
    public string? Id { get; set; }

    /// <summary>Stands among the hosts of a secret for: verifies calls that come in.</summary>
    public const string SecretHost = "webhooks";
}
