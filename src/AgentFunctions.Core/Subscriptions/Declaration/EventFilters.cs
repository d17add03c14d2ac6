using System.Text.Json;

namespace AgentFunctions.Core.Subscriptions.Declaration;

/// <summary>Whether an event passes a filter.</summary>
internal static class EventFilters
{
    public const int MaxDepth = 8;

    public static bool Holds(EventFilterSpec filter, JsonElement cloudEvent)
    {
        if (filter.Exact is { } exact) return Compare(exact, cloudEvent, static (value, wanted) => value == wanted);
        if (filter.Prefix is { } prefix) return Compare(prefix, cloudEvent, static (value, wanted) => value.StartsWith(wanted, StringComparison.Ordinal));
        if (filter.Suffix is { } suffix) return Compare(suffix, cloudEvent, static (value, wanted) => value.EndsWith(wanted, StringComparison.Ordinal));
        if (filter.All is { } all) return all.All(f => Holds(f, cloudEvent));
        if (filter.Any is { } any) return any.Any(f => Holds(f, cloudEvent));
        return filter.Not is { } not && !Holds(not, cloudEvent);
    }

    private static bool Compare(IReadOnlyDictionary<string, string> wanted, JsonElement cloudEvent, Func<string, string, bool> holds) =>
        wanted.All(w => w.Key is not ("data" or "data_base64") && cloudEvent.TryGetProperty(w.Key, out var value) && Text(value) is { } text && holds(text, w.Value));

    /// <summary>Attributes are texts, numbers and truth values, each with one written form.</summary>
    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };
}
