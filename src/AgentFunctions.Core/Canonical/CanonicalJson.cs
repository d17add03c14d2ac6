using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace AgentFunctions.Core.Canonical;

/// <summary>
/// One text for one JSON value, after RFC 8785: no white space, names in order of their UTF-16 code units, the fewest escapes, numbers as ECMAScript writes them. Two differences, both so that what was agreed to is what is
/// done: a number that a double does not hold is written by its exact digits and never rounded to another one, and what readers may understand in two ways (a name twice in an object, half a surrogate pair) is refused.
/// </summary>
public static class CanonicalJson
{
    /// <summary>Most objects and arrays within each other.</summary>
    public const int MaxDepth = 64;

    /// <summary>Writes the canonical text.</summary>
    /// <param name="value">A value of its own document, as it was received.</param>
    /// <param name="text">The text; its UTF-8 bytes are what is hashed.</param>
    /// <param name="problem">Why it has none: one sentence that repeats nothing of the value.</param>
    public static bool TryWrite(JsonElement value, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? problem)
    {
        var output = new StringBuilder();
        problem = Write(value, output, 0);
        text = problem is null ? output.ToString() : null;
        return problem is null;
    }

    /// <summary>Writes the canonical text of what was checked before.</summary>
    /// <exception cref="ArgumentException">It has none.</exception>
    public static string Write(JsonElement value) => TryWrite(value, out var text, out var problem) ? text : throw new ArgumentException(problem, nameof(value));

    private static string? Write(JsonElement value, StringBuilder output, int depth)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                output.Append("null");
                return null;
            case JsonValueKind.True:
                output.Append("true");
                return null;
            case JsonValueKind.False:
                output.Append("false");
                return null;
            case JsonValueKind.Number:
                return CanonicalNumber.TryWrite(value.GetRawText(), output) ? null : "A number has an exponent of more than nine digits.";
            case JsonValueKind.String:
                if (!TryRead(value, out var content)) return CanonicalString.Problem;
                CanonicalString.Write(content, output);
                return null;
            case JsonValueKind.Array:
                return depth == MaxDepth ? TooDeep : WriteArray(value, output, depth + 1);
            case JsonValueKind.Object:
                return depth == MaxDepth ? TooDeep : WriteObject(value, output, depth + 1);
            default:
                return "There is no value.";
        }
    }

    private static string TooDeep => $"Objects and arrays lie more than {MaxDepth} levels deep.";

    private static string? WriteArray(JsonElement array, StringBuilder output, int depth)
    {
        var separator = '[';
        foreach (var item in array.EnumerateArray())
        {
            output.Append(separator);
            separator = ',';
            if (Write(item, output, depth) is { } problem) return problem;
        }

        output.Append(separator == '[' ? "[]" : "]");
        return null;
    }

    private static string? WriteObject(JsonElement value, StringBuilder output, int depth)
    {
        var members = new List<(string Name, JsonElement Value)>();
        foreach (var property in value.EnumerateObject())
        {
            if (!TryRead(property, out var name)) return CanonicalString.Problem;
            members.Add((name, property.Value));
        }

        // Ordinal is by UTF-16 code unit, which is the order of the RFC.
        members.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        output.Append('{');
        for (var i = 0; i < members.Count; i++)
        {
            if (i > 0)
            {
                if (members[i].Name == members[i - 1].Name) return "An object has the same name twice.";
                output.Append(',');
            }

            CanonicalString.Write(members[i].Name, output);
            output.Append(':');
            if (Write(members[i].Value, output, depth) is { } problem) return problem;
        }

        output.Append('}');
        return null;
    }

    private static bool TryRead(JsonElement text, out string content)
    {
        try
        {
            content = text.GetString()!;
            return CanonicalString.IsWhole(content);
        }
        catch (InvalidOperationException)
        {
            // System.Text.Json throws on an escaped half of a surrogate pair.
            content = "";
            return false;
        }
    }

    private static bool TryRead(JsonProperty property, out string name)
    {
        try
        {
            name = property.Name;
            return CanonicalString.IsWhole(name);
        }
        catch (InvalidOperationException)
        {
            name = "";
            return false;
        }
    }
}
