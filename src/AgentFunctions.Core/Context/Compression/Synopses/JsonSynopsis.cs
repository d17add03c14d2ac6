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

    private const string Twice = "(objects in it have a name twice; both values count here) ";

    public static string Of(ResultText result, int chars, IReadOnlyCollection<string>? used)
    {
        var (root, isWhole) = Read(result.Json!.Value);
        var output = new StringBuilder(result.RepeatsNames ? Twice : "");
        JsonShape.Write(output, root, isWhole, Math.Max(chars, 600));
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
    public static string Shape(ResultText result, int chars)
    {
        var (root, isWhole) = Read(result.Json!.Value);
        var output = new StringBuilder(result.RepeatsNames ? Twice : "");
        JsonShape.Write(output, root, isWhole, chars);
        return output.ToString();
    }

    private static (FieldNode Root, bool IsWhole) Read(JsonElement json)
    {
        var root = new FieldNode("");
        var fields = 0;
        Read(json, root, ref fields);
        return (root, fields <= MostFields);
    }

    private static void Read(JsonElement value, FieldNode node, ref int fields)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            var position = 0;
            foreach (var member in value.EnumerateObject())
            {
                var rawName = JsonMarshal.GetRawUtf8PropertyName(member);
                var before = node.Children.Count;
                var child = fields > MostFields ? node.Find(rawName) : node.Child(rawName, position++);
                if (child is null) continue;
                fields += node.Children.Count - before;
                Read(member.Value, child, ref fields);
            }
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            node.ListItems = Math.Max(node.ListItems, 0) + value.GetArrayLength();
            ReadItems(value, node, ref fields);
        }
        else if (!JsonProjector.IsEmpty(value))
        {
            node.Stats.Add(JsonMarshal.GetRawUtf8Value(value));
        }
    }

    /// <summary>Lists within a list are items of it, and are not counted into it.</summary>
    private static void ReadItems(JsonElement list, FieldNode node, ref int fields)
    {
        foreach (var element in list.EnumerateArray())
        {
            if (element.ValueKind == JsonValueKind.Array) ReadItems(element, node, ref fields);
            else Read(element, node, ref fields);
        }
    }

    private static void Collect(FieldNode node, string path, int depth, IReadOnlyCollection<string>? used, List<(int Rank, int Order, string Path, FieldStats Stats)> facts)
    {
        if (node.Stats.Count > 0) facts.Add((FactRank.Of(node, depth, used), facts.Count, path.Length == 0 ? "values" : path, node.Stats));
        foreach (var child in node.Children) Collect(child, path.Length == 0 ? Word(child) : path.Length > 200 ? path + ".…" : $"{path}.{Word(child)}", depth + 1, used, facts);
    }

    /// <summary>A name with a dot is no path.</summary>
    private static string Word(FieldNode node) => node.Name.Contains('.') ? $"\"{node.Name}\"" : node.Name;
}
