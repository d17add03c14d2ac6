using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentFunctions.Workflows.Agents.Activities;

/// <summary>Fills the arguments of a call that undoes another: texts that are exactly <c>{arguments.path}</c> or <c>{result.path}</c> stand for values of that call. A path that leads nowhere gives null.</summary>
internal static class CompensationArguments
{
    private const string OfArguments = "{arguments.";
    private const string OfResult = "{result.";

    public static JsonElement Fill(JsonElement template, JsonElement arguments, JsonElement result) =>
        JsonSerializer.SerializeToElement(Node(template, arguments, result) as JsonObject ?? [], AgentJson.Default.JsonObject);

    private static JsonNode? Node(JsonElement template, JsonElement arguments, JsonElement result)
    {
        switch (template.ValueKind)
        {
            case JsonValueKind.Object:
                var made = new JsonObject();
                foreach (var property in template.EnumerateObject()) made[property.Name] = Node(property.Value, arguments, result);
                return made;
            case JsonValueKind.Array:
                return new JsonArray([.. template.EnumerateArray().Select(item => Node(item, arguments, result))]);
            case JsonValueKind.String when template.GetString() is { } text && text.EndsWith('}'):
                if (text.StartsWith(OfArguments, StringComparison.Ordinal)) return At(arguments, text[OfArguments.Length..^1]);
                return text.StartsWith(OfResult, StringComparison.Ordinal) ? At(result, text[OfResult.Length..^1]) : JsonNode.Parse(template.GetRawText());
            default:
                return JsonNode.Parse(template.GetRawText());
        }
    }

    private static JsonNode? At(JsonElement value, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value)) return null;
        }

        return JsonNode.Parse(value.GetRawText());
    }
}
