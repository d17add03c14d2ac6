using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Context.Compression;

namespace AgentFunctions.Core.Context.Metrics;

/// <summary>
/// Finds which fields of the JSON that tools return their consumers use: those of which a later message of the assistant, or a call it makes, has a telling word that came into the context with them. Said, not acted on: what
/// is left out follows from what is declared with the tool (<c>returns.fields</c>) alone, so that the same conversation is always shown the same.
/// </summary>
internal sealed class UsedFields(Dictionary<ulong, int> uses)
{
    /// <summary>Names of one tool; of more the first.</summary>
    private const int MostNamed = 20;
    private const int LongestName = 64;

    private readonly Dictionary<string, (SortedSet<string> Used, HashSet<string> All)> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<ulong> _known = [];

    /// <summary>The names by tool, and how many there are in all; a tool of which no field was used is not in it, nor one that declares its fields.</summary>
    /// <param name="items">In order.</param>
    /// <param name="referenced">Results that later steps took anything from.</param>
    /// <param name="uses">Where the assistant last used a word.</param>
    public static IReadOnlyDictionary<string, (IReadOnlyList<string> Used, int All)> Of(IReadOnlyList<ContextItem> items, IReadOnlySet<ContextItem> referenced, Dictionary<ulong, int> uses)
    {
        var fields = new UsedFields(uses);
        foreach (var item in items) fields.Read(item, referenced.Contains(item));
        return fields._fields.Where(static tool => tool.Value.Used.Count > 0).ToDictionary(static tool => tool.Key, static tool => ((IReadOnlyList<string>)[.. tool.Value.Used.Take(MostNamed)], tool.Value.All.Count), StringComparer.Ordinal);
    }

    private void Read(ContextItem item, bool isReferenced)
    {
        if (isReferenced && item is { Call.Name: { } tool, Text: { } text, Source.UsedFields: null } && (item.Result ??= new ResultText(text)).Json is { } json)
        {
            if (!_fields.TryGetValue(tool, out var names)) _fields[tool] = names = (new SortedSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
            Walk(json, null, item.Index, names);
        }

        foreach (var word in new TellingWords(item.Text))
            if (uses.ContainsKey(word)) _known.Add(word);
    }

    private void Walk(JsonElement value, string? field, int index, (SortedSet<string> Used, HashSet<string> All) names)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject()) Walk(member.Value, Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8PropertyName(member)), index, names);
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var element in value.EnumerateArray()) Walk(element, field, index, names);
        }
        else if (field is not null && IsName(field))
        {
            names.All.Add(field);
            if (!names.Used.Contains(field) && IsUsed(Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(value)), index)) names.Used.Add(field);
        }
    }

    private bool IsUsed(string value, int index)
    {
        foreach (var word in new TellingWords(value))
            if (!_known.Contains(word) && uses.TryGetValue(word, out var use) && use > index) return true;
        return false;
    }

    /// <summary>What can be declared, and be shown to people as it is.</summary>
    private static bool IsName(string field) => field.Length <= LongestName && field.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
}
