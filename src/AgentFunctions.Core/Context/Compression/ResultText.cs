using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace AgentFunctions.Core.Context.Compression;

/// <summary>A result of a tool, looked at once: what it is, and its JSON if it is any.</summary>
internal sealed class ResultText
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public ResultText(string text)
    {
        Text = text;
        Json = ParseJson(text);
        Kind = Json is null ? TextKinds.Of(text) : TextKind.Json;
    }

    public string Text { get; }

    public TextKind Kind { get; }

    /// <summary>The value; one object a line is read as an array of them. null: no JSON, or nested deeper than 64.</summary>
    public JsonElement? Json { get; }

    /// <summary>An object of the JSON has a name twice.</summary>
    public bool RepeatsNames { get; private set; }

    private JsonElement? ParseJson(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Length < 2 || (trimmed[0] != '{' && trimmed[0] != '[')) return null;
        if (trimmed[^1] != '}' && trimmed[^1] != ']') return null;
        var utf8 = new byte[Encoding.UTF8.GetMaxByteCount(trimmed.Length)];
        var length = Encoding.UTF8.GetBytes(trimmed, utf8);
        return Parse(utf8.AsMemory(0, length)) ?? (trimmed[0] == '{' && trimmed.Contains('\n') ? ParseLines(utf8.AsSpan(0, length)) : null);
    }

    private JsonElement? ParseLines(ReadOnlySpan<byte> utf8)
    {
        var array = new byte[utf8.Length + 2];
        array[0] = (byte)'[';
        utf8.CopyTo(array.AsSpan(1));
        array[^1] = (byte)']';

        // A line break within a string is not legal JSON, so every one of them parts two values, or stands within one, and then this is no list of lines.
        array.AsSpan().Replace((byte)'\n', (byte)',');
        return Parse(array);
    }

    private JsonElement? Parse(ReadOnlyMemory<byte> utf8)
    {
        // Not disposed: its rented memory goes back with the garbage, and the element outlives this method.
        try
        {
            return JsonDocument.Parse(utf8, Strict).RootElement;
        }
        catch (JsonException)
        {
            var loose = ParseLoosely(utf8);
            RepeatsNames = loose is not null;
            return loose;
        }
        catch (InvalidOperationException)
        {
            // A name with half a surrogate pair, which no string can hold, cannot be compared as text.
            var loose = ParseLoosely(utf8);
            RepeatsNames = loose is { } json && HasNameTwice(json);
            return loose;
        }
    }

    private static JsonElement? ParseLoosely(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return JsonDocument.Parse(utf8).RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>As they are written, escapes and all.</summary>
    private static bool HasNameTwice(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array) return json.EnumerateArray().Any(HasNameTwice);
        if (json.ValueKind != JsonValueKind.Object) return false;
        HashSet<string> names = new(StringComparer.Ordinal);
        return json.EnumerateObject().Any(member => !names.Add(Convert.ToHexString(JsonMarshal.GetRawUtf8PropertyName(member))) || HasNameTwice(member.Value));
    }
}
