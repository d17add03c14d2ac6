using System.Text.Json;
using AgentFunctions.Core.Expressions;

namespace AgentFunctions.Core.Subscriptions.Publishing;

/// <summary>What expressions of subscriptions see of an event: <c>event</c>, with its topic.</summary>
internal static class EventEnvironment
{
    public static IReadOnlyDictionary<string, ExpressionValue> Of(JsonElement cloudEvent, string topic)
    {
        // Null is left out, as the JSON format has it; an extension of the name topic is the topic all the same.
        var fields = cloudEvent.EnumerateObject().Where(static p => p.Value.ValueKind != JsonValueKind.Null || p.Name == "data").ToDictionary(static p => p.Name, static p => ExpressionValue.Of(p.Value), StringComparer.Ordinal);
        fields["topic"] = ExpressionValue.Of(topic);
        return new Dictionary<string, ExpressionValue>(StringComparer.Ordinal) { ["event"] = ExpressionValue.Of(fields) };
    }
}
