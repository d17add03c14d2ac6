using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AgentFunctions.Core.Notifications;

/// <summary>
/// The last guard before an event is stored or sent. Events are written by our own code from ids, but ids and reasons are chosen by people: what looks like a key is cut out, a summary is one line, and data
/// stays small.
/// </summary>
internal static partial class EventText
{
    public const int MaxSummary = 300;
    public const int MaxDataBytes = 8 * 1024;
    private const string Removed = "[removed]";

    public static NotificationEvent Clean(NotificationEvent value) => value with
    {
        Subject = Line(value.Subject),
        Summary = Line(value.Summary),
        Data = Data(value.Data),
    };

    /// <summary>One line without control characters, keys or more than <see cref="MaxSummary"/> characters.</summary>
    public static string Line(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in KeyLike().Replace(text, Removed).EnumerateRunes())
        {
            if (clean.Length >= MaxSummary) return clean.Append("...").ToString();
            if (Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069)) clean.Append(' ');
            else clean.Append(rune.ToString());
        }

        return clean.ToString().Trim();
    }

    private static JsonElement? Data(JsonElement? data)
    {
        if (data is not { ValueKind: JsonValueKind.Object } value) return null;
        var text = value.GetRawText();
        if (Encoding.UTF8.GetByteCount(text) > MaxDataBytes) return JsonDocument.Parse("""{"truncated":true}""").RootElement;

        // Escapes could hide a key from the pattern; so the decoded strings are what is searched.
        var node = JsonNode.Parse(text);
        if (node is not null) Scrub(node);
        return node is null ? null : JsonSerializer.SerializeToElement(node, JsonNodeContext.Default.JsonNode);
    }

    private static void Scrub(JsonNode node)
    {
        switch (node)
        {
            case JsonObject children:
                foreach (var (name, child) in children.ToList())
                {
                    if (TryScrub(child, out var clean)) children[name] = clean;
                    else if (child is not null) Scrub(child);
                }

                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    if (TryScrub(items[i], out var clean)) items[i] = clean;
                    else if (items[i] is { } child) Scrub(child);
                }

                break;
        }
    }

    private static bool TryScrub(JsonNode? node, out string clean)
    {
        clean = "";
        if (node is not JsonValue value || !value.TryGetValue(out string? text) || !KeyLike().IsMatch(text)) return false;
        clean = KeyLike().Replace(text, Removed);
        return true;
    }

    /// <summary>Our own keys, signing secrets, and the forms of other well-known credentials.</summary>
    [GeneratedRegex(@"\b(?:[ao]k_[a-z0-9-]{1,63}\.[A-Za-z0-9._:-]{1,128}\.[A-Za-z0-9]{20,}|whsec_[A-Za-z0-9+/=_-]{16,}|sk-[A-Za-z0-9_-]{16,}|gh[pousr]_[A-Za-z0-9]{20,}|xox[abprs]-[A-Za-z0-9-]{10,}|eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KeyLike();
}
