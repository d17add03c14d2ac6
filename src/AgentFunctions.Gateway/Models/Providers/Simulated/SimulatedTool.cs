using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentFunctions.Gateway.Models.Providers.Simulated;

/// <summary>A tool offered to the simulated model.</summary>
internal sealed record SimulatedTool(string Name, bool IsCustom, JsonElement? Schema)
{
    private string? _written;

    /// <summary>Arguments that conform to its schema, or the input of a custom tool.</summary>
    public string Arguments => _written is not null ? _written : IsCustom ? "simulated input" : Schema is { } schema ? SchemaSample.Of(schema)?.ToJsonString() ?? "{}" : "{}";

    /// <summary>A call as a scenario writes it: a text as it stands, so that malformed arguments can be written too.</summary>
    public static SimulatedTool Written(string name, JsonNode? arguments) =>
        new(name, false, null) { _written = arguments is JsonValue text && text.GetValueKind() == JsonValueKind.String ? text.GetValue<string>() : arguments is null ? "{}" : SimulatedJson.Text(arguments) };

    /// <summary>Reads a tool of either surface; null for one the provider would run itself.</summary>
    public static SimulatedTool? Read(JsonElement tool)
    {
        if (tool.ValueKind != JsonValueKind.Object) return null;
        var type = tool.TryGetProperty("type", out var name) ? name.ToString() : "function";
        if (type is not ("function" or "custom")) return null;
        var definition = tool.TryGetProperty(type, out var nested) && nested.ValueKind == JsonValueKind.Object ? nested : tool;
        if (!definition.TryGetProperty("name", out var called) || called.ValueKind != JsonValueKind.String) return null;
        return new SimulatedTool(called.GetString()!, type == "custom", definition.TryGetProperty("parameters", out var schema) ? schema : null);
    }
}
