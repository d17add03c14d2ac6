using System.Text.Json;

namespace AgentFunctions.Gateway.Models.Providers.Simulated;

/// <summary>A tool offered to the simulated model.</summary>
internal sealed record SimulatedTool(string Name, bool IsCustom, JsonElement? Schema)
{
    /// <summary>Arguments that conform to its schema, or the input of a custom tool.</summary>
    public string Arguments => IsCustom ? "simulated input" : Schema is { } schema ? SchemaSample.Of(schema)?.ToJsonString() ?? "{}" : "{}";

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
