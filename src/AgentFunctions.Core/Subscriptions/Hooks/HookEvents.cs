using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Expressions;
using AgentFunctions.Core.Expressions.Templates;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Subscriptions.Declaration;
using AgentFunctions.Core.Subscriptions.Publishing;

namespace AgentFunctions.Core.Subscriptions.Hooks;

/// <summary>Makes events of verified calls. Ids come from what was signed: a recorded call with another header is the same event.</summary>
internal static class HookEvents
{
    /// <summary>Credentials of the caller, which are no content.</summary>
    private static readonly string[] Hidden = ["authorization", "cookie", "proxy-authorization", "x-api-key", "api-key"];

    public static Outcome<CloudEvent> Of(Resource<SubscriptionSpec> subscription, HookCall call, string signedId, DateTimeOffset now)
    {
        var webhook = subscription.Spec.Webhook!;
        using var body = Parse(call.Body);
        var (signed, whole) = Environments(call, body?.RootElement);
        var id = Render(webhook.Id, signed) ?? (webhook.Scheme == WebhookSchemes.Stripe ? Text(body, "id") : null) ?? signedId;
        var type = Render(webhook.Type, whole) ?? webhook.Scheme switch
        {
            WebhookSchemes.GitHub => call.Headers.TryGetValue("x-github-event", out var name) ? "github." + name : null,
            WebhookSchemes.Stripe or WebhookSchemes.Standard => Text(body, "type"),
            _ => null,
        };
        var attributes = new List<KeyValuePair<string, string>>
        {
            new("specversion", "1.0"), new("id", id), new("source", $"/hooks/{subscription.Id}"), new("type", type ?? "webhook.received"), new("time", now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture)),
        };
        if (Render(webhook.Subject, whole) is { } subject) attributes.Add(new("subject", subject));
        return CloudEventReader.Read(BinaryCloudEvent.ToJson(attributes, body is null ? call.ContentType ?? "application/octet-stream" : "application/json", call.Body.Span));
    }

    private static (IReadOnlyDictionary<string, ExpressionValue> Signed, IReadOnlyDictionary<string, ExpressionValue> Whole) Environments(HookCall call, JsonElement? body)
    {
        var value = body is { } json ? ExpressionValue.Of(json) : ExpressionValue.Null;
        var headers = call.Headers.Where(static h => !Hidden.Contains(h.Key)).ToDictionary(static h => h.Key, static h => ExpressionValue.Of(h.Value), StringComparer.Ordinal);
        return (
            new Dictionary<string, ExpressionValue>(StringComparer.Ordinal) { ["body"] = value },
            new Dictionary<string, ExpressionValue>(StringComparer.Ordinal) { ["body"] = value, ["headers"] = ExpressionValue.Of(headers) });
    }

    /// <summary>null where it is not declared, or gives no text.</summary>
    private static string? Render(string? template, IReadOnlyDictionary<string, ExpressionValue> environment)
    {
        if (template is null || TextTemplate.Parse(template).Template is not { } parsed) return null;
        var value = parsed.Render(environment).Value;
        return (value?.AsText() ?? value?.AsNumber()?.ToString(System.Globalization.CultureInfo.InvariantCulture)) is { Length: > 0 } text ? text : null;
    }

    private static string? Text(JsonDocument? body, string name) =>
        body is { RootElement: { ValueKind: JsonValueKind.Object } json } && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 30 });
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
