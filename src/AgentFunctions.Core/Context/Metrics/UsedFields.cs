using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Context.Compression;

namespace AgentFunctions.Core.Context.Metrics;

/// <summary>
/// Finds which fields of the JSON that tools return their consumers use: those of which a later message of the assistant, or a call it makes, has a telling word that came into the context with them.
/// Learned over finished conversations and given to later ones (<see cref="ContextMessage.UsedFields"/>), never to the one it was learned from: that would change what was sent.
/// </summary>
public static class UsedFields
{
    /// <summary>The names of the fields by tool; a tool of which no field was used, or that returned no JSON, is not in it.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyCollection<string>> Find(IReadOnlyList<ContextMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var reader = new MessageReader(new TokenCounts(NoMeter.Instance), null);
        List<ContextItem> items = [.. messages.Where(static message => message.Message.ValueKind == JsonValueKind.Object).Select((message, index) => reader.Read(index, message))];
        ContextOrder.Of(items, ContextSlot.Standard);
        var uses = WordUses.Of(items);
        Dictionary<string, SortedSet<string>> fields = new(StringComparer.Ordinal);
        HashSet<ulong> known = [];
        foreach (var item in items)
        {
            if (item is { IsResult: true, Call.Name: { } tool, Text: { } text } && new ResultText(text).Json is { } json) Walk(json, null, new Search(item.Index, uses, known, fields, tool));
            foreach (var word in new TellingWords(item.Text)) known.Add(word);
        }

        return fields.ToDictionary(static tool => tool.Key, static tool => (IReadOnlyCollection<string>)tool.Value, StringComparer.Ordinal);
    }

    private static void Walk(JsonElement value, string? field, Search search)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject()) Walk(member.Value, Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8PropertyName(member)), search);
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var element in value.EnumerateArray()) Walk(element, field, search);
        }
        else if (field is not null)
        {
            search.Look(field, Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(value)));
        }
    }

    private sealed record Search(int Index, Dictionary<ulong, int> Uses, HashSet<ulong> Known, Dictionary<string, SortedSet<string>> Fields, string Tool)
    {
        public void Look(string field, string value)
        {
            foreach (var word in new TellingWords(value))
            {
                if (Known.Contains(word) || !Uses.TryGetValue(word, out var use) || use <= Index) continue;
                if (!Fields.TryGetValue(Tool, out var names)) Fields[Tool] = names = new SortedSet<string>(StringComparer.Ordinal);
                names.Add(field);
                return;
            }
        }
    }
}
