using System.Text.Json;

namespace AgentFunctions.Http.Resources;

/// <summary>Optional strings of request bodies.</summary>
internal static class JsonText
{
    /// <summary>The string of that name; null where it is missing, null or no string.</summary>
    public static string? Of(JsonElement body, string name) => body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The strings of an array of that name; null where there is none.</summary>
    public static IReadOnlyList<string>? ListOf(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(static item => item.GetString()!)] : null;
}
