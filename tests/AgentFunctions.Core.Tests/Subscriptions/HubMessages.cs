using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Events.Intake;
using AgentFunctions.Core.Subscriptions.Hubs;

namespace AgentFunctions.Core.Tests.Subscriptions;

/// <summary>Messages as programs send them, and what became of those that were wrong.</summary>
internal static class HubMessages
{
    public static HubMessage Structured(string id, string? topic = "orders", string data = "{}", string more = "", params (string Name, object? Value)[] properties) =>
        Of(id, Event(id, data, more), "application/cloudevents+json", [.. topic is null ? [] : new[] { ("topic", (object?)topic) }, .. properties]);

    public static HubMessage Batch(params string[] ids) => Of(string.Join('-', ids), $"[{string.Join(',', ids.Select(static id => Event(id, "{}", "")))}]", "application/cloudevents-batch+json", ("topic", "orders"));

    public static HubMessage Binary(string id, string prefix = "cloudEvents:", bool isBytes = false, string data = "{}")
    {
        object Value(string text) => isBytes ? Encoding.UTF8.GetBytes(text) : text;
        List<(string, object?)> properties = [($"{prefix}specversion", Value("1.0")), ($"{prefix}id", Value(id)), ($"{prefix}source", Value("/shop")), ($"{prefix}type", Value("order.created")), ("topic", Value("orders"))];
        if (isBytes) properties.Add(("content-type", Value("application/json")));
        return Of(id, data, isBytes ? null : "application/json", [.. properties]);
    }

    public static HubMessage Of(string position, string body, string? contentType, params (string Name, object? Value)[] properties) =>
        new(position, Encoding.UTF8.GetBytes(body), contentType, properties.ToDictionary(static p => p.Name, static p => p.Value, StringComparer.Ordinal));

    public static async Task<IReadOnlyList<(string Position, JsonElement Letter)>> LettersAsync(EventProcess process) =>
    [
        .. (await process.Inner.QueryAsync(DocumentStreamDeadLetters.Partition(StreamNames.Events), new DocumentQuery(), CancellationToken.None)).Items
            .Select(static d => (d.Id["d:".Length..], JsonElement.Parse(JsonElement.Parse(d.Body.Span).GetProperty("data").GetBytesFromBase64()))),
    ];

    private static string Event(string id, string data, string more) => $$"""{"specversion":"1.0","id":"{{id}}","source":"/shop","type":"order.created",{{more}}"data":{{data}}}""";
}
