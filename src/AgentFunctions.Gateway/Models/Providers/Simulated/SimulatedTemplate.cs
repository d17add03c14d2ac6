using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AgentFunctions.Gateway.Models.Providers.Simulated;

/// <summary>
/// Fills what a scenario says: <c>{{match:PATTERN}}</c> is the first match in the question, <c>{{result:FUNCTION:path}}</c> a value of that function's latest result, <c>{{question}}</c> the question. A text that is nothing else
/// becomes the value itself.
/// </summary>
internal static partial class SimulatedTemplate
{
    private const int MaxPattern = 200;

    public static string Text(string template, SimulatedConversation conversation) =>
        Placeholder().Replace(template, match => Value(match.Groups[1].Value, conversation) is { } value ? value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString() : "");

    public static JsonNode? Fill(JsonElement template, SimulatedConversation conversation)
    {
        switch (template.ValueKind)
        {
            case JsonValueKind.Object:
                var made = new JsonObject();
                foreach (var property in template.EnumerateObject()) made[property.Name] = Fill(property.Value, conversation);
                return made;
            case JsonValueKind.Array:
                return new JsonArray([.. template.EnumerateArray().Select(item => Fill(item, conversation))]);
            case JsonValueKind.String:
                var text = template.GetString()!;
                var only = Placeholder().Match(text);
                return only.Success && only.Length == text.Length ? Value(only.Groups[1].Value, conversation) : Text(text, conversation);
            default:
                return JsonNode.Parse(template.GetRawText());
        }
    }

    private static JsonNode? Value(string expression, SimulatedConversation conversation)
    {
        if (expression == "question") return conversation.Question;
        if (expression.StartsWith("match:", StringComparison.Ordinal)) return Match(expression[6..], conversation.Question);
        var parts = expression.Split(':');
        return parts is ["result", var function, var path] && conversation.Result(function) is { } result ? At(result, path) : null;
    }

    internal static JsonValue? Match(string pattern, string text)
    {
        try
        {
            return pattern.Length <= MaxPattern && Regex.Match(text, pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant) is { Success: true } match ? JsonValue.Create(match.Value) : null;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static JsonNode? At(JsonElement value, string path)
    {
        foreach (var name in path.Split('.'))
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value)) return null;
        return JsonNode.Parse(value.GetRawText());
    }

    [GeneratedRegex(@"\{\{(.+?)\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
