using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Context.Compression.Json;

namespace AgentFunctions.Core.Context.Compression.Synopses;

/// <summary>The shape of a JSON value and its key facts.</summary>
internal static class JsonSynopsis
{
    private const int MostFields = 2_000;
    private const int LongestFact = 420;

    public static string Of(JsonElement json, int chars, IReadOnlyCollection<string>? used)
    {
        var root = Read(json);
        var output = new StringBuilder();
        JsonShape.Write(output, root, Math.Max(chars, 600));
        var facts = new List<(int Rank, int Order, string Path, FieldStats Stats)>();
        Collect(root, "", 0, used, facts);
        var left = chars - (output.Length / 2);
        foreach (var (rank, _, path, stats) in facts.OrderByDescending(static fact => fact.Rank).ThenBy(static fact => fact.Order))
        {
            if (rank == 0 || left < 24) break;
            var fact = TextCut.Short($"\n{path}: {stats.Say()}", LongestFact);
            if (fact.Length > left) continue;
            output.Append(fact);
            left -= fact.Length;
        }

        return output.ToString();
    }

    /// <summary>Only the names of the fields.</summary>
    public static string Shape(JsonElement json, int chars)
    {
        var output = new StringBuilder();
        JsonShape.Write(output, Read(json), chars);
        return output.ToString();
    }

    private static FieldNode Read(JsonElement json)
    {
        var root = new FieldNode("");
        var fields = 0;
        Read(json, root, ref fields);
        return root;
    }

    private static void Read(JsonElement value, FieldNode node, ref int fields)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            var position = 0;
            foreach (var member in value.EnumerateObject())
            {
                if (fields > MostFields && position >= node.Children.Count) break;
                var before = node.Children.Count;
                var child = node.Child(JsonMarshal.GetRawUtf8PropertyName(member), position++);
                fields += node.Children.Count - before;
                Read(member.Value, child, ref fields);
            }
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            node.ListItems = Math.Max(node.ListItems, 0) + value.GetArrayLength();
            foreach (var element in value.EnumerateArray()) Read(element, node, ref fields);
        }
        else if (!JsonProjector.IsEmpty(value))
        {
            node.Stats.Add(JsonMarshal.GetRawUtf8Value(value));
        }
    }

    private static void Collect(FieldNode node, string path, int depth, IReadOnlyCollection<string>? used, List<(int Rank, int Order, string Path, FieldStats Stats)> facts)
    {
        if (node.Stats.Count > 0) facts.Add((FactRank.Of(node, depth, used), facts.Count, path.Length == 0 ? "values" : path, node.Stats));
        foreach (var child in node.Children) Collect(child, path.Length == 0 ? child.Name : path.Length > 200 ? path : $"{path}.{child.Name}", depth + 1, used, facts);
    }
}
