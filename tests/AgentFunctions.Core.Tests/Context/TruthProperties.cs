using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FsCheck.Xunit;
using static AgentFunctions.Core.Tests.Context.ContextSamples;

namespace AgentFunctions.Core.Tests.Context;

/// <summary>Of random logs, tables and JSON: every range, count and column that is stated is so.</summary>
public sealed partial class TruthProperties
{
    [Property(MaxTest = 300)]
    public void Logs_EveryStatement_IsTrue(int seed)
    {
        var lines = Log(new Random(seed));
        var text = Shown(string.Join('\n', lines));
        if (!text.StartsWith("[h_", StringComparison.Ordinal)) return;
        var shown = text.Split('\n')[1..];
        var groups = lines.GroupBy(static line => (Masked(line), line.Contains("ERROR", StringComparison.Ordinal))).ToDictionary(static group => group.Key, static group => group.ToList());
        HashSet<string> said = [.. shown];
        foreach (var (at, line) in shown.Index())
        {
            var match = Folded().Match(line);
            if (!match.Success) continue;
            var isError = match.Groups["more"].Success;
            var first = shown[..at].Last(static before => !before.StartsWith("  ", StringComparison.Ordinal));
            var group = groups[(Masked(first), isError)];
            Assert.Equal(group.Count, int.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture));
            Assert.Equal(group[^1], match.Groups["last"].Value);
            CheckValues(group, match.Groups["values"].Value);
            said.UnionWith(group);
        }

        // Every line is there, or one of those that are counted.
        Assert.All(lines, line => Assert.Contains(line, said));
    }

    [Property(MaxTest = 300)]
    public void Json_EveryCell_IsTheValueAtItsColumn(int seed)
    {
        var rows = Objects(new Random(seed));
        var json = $"[{string.Join(',', rows)}]";
        var text = Shown(json);
        if (!text.StartsWith("[h_", StringComparison.Ordinal)) return;
        var shown = JsonDocument.Parse(text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..]).RootElement;
        if (shown.ValueKind != JsonValueKind.Object || !shown.TryGetProperty("columns", out var names)) return;
        string[] columns = [.. names.EnumerateArray().Select(static name => name.GetString()!)];
        Assert.Equal(columns.Length, columns.Distinct().Count());
        Assert.Equal(rows.Count, shown.GetProperty("rows").GetArrayLength());
        foreach (var (at, row) in shown.GetProperty("rows").EnumerateArray().Index())
        {
            var original = JsonDocument.Parse(rows[at]).RootElement;
            foreach (var (column, cell) in columns.Zip(row.EnumerateArray()))
                if (cell.ValueKind != JsonValueKind.Null) Assert.Contains(Resolve(original, column), value => JsonElement.DeepEquals(WithoutEmpty(value), WithoutEmpty(cell)));
            if (!shown.TryGetProperty("all", out var all)) continue;
            foreach (var constant in all.EnumerateObject()) Assert.Contains(Resolve(original, constant.Name), value => JsonElement.DeepEquals(WithoutEmpty(value), WithoutEmpty(constant.Value)));
        }
    }

    [Property(MaxTest = 200)]
    public void Tables_EveryRow_KeepsItsCells(int seed)
    {
        var random = new Random(seed);
        var width = random.Next(2, 6);
        string[][] rows = [.. Enumerable.Range(0, random.Next(12, 60)).Select(_ => Enumerable.Range(0, width).Select(column => random.Next(4) == 0 ? random.GetItems(["", "-"], 1)[0] : $"{column}x{random.Next(1000)}").ToArray())];
        var table = string.Join('\n', ((string[])[Row([.. Enumerable.Range(0, width).Select(static column => $"c{column}")]), "|" + string.Concat(Enumerable.Repeat("------------|", width))]).Concat(rows.Select(Row)));
        var text = Shown(table);
        if (text.StartsWith("[h_", StringComparison.Ordinal)) Assert.Equal(rows.Select(static row => string.Join('|', row)), text.TrimEnd('\n').Split('\n')[2..]);
        var many = Truth.Shown([Call("c", "read", "1"), Result("r", "1", table), Call("x", "noop", "2"), Result("y", "2", "done"), Call("z", "noop", "3"), Result("w", "3", "done")], "r");
        if (many.Contains("table of", StringComparison.Ordinal)) Assert.Contains($"table of {rows.Length} rows:", many, StringComparison.Ordinal);

        static string Row(string[] cells) => $"| {string.Join(" | ", cells.Select(static cell => cell.PadRight(10)))} |";
    }

    [Property(MaxTest = 200)]
    public void JsonSynopsis_EveryFact_IsTrue(int seed)
    {
        var random = new Random(seed);
        List<Dictionary<string, object?>> rows = [.. Enumerable.Range(0, random.Next(900, 1300)).Select(index => new Dictionary<string, object?>
        {
            ["id"] = 9_007_199_254_740_990 + random.Next(20), ["status"] = random.GetItems(["open", "closed", "late"], 1)[0], ["n"] = random.Next(3) == 0 ? null : random.Next(-50, 50) / 4m, ["tags"] = Enumerable.Range(0, random.Next(3)).Select(_ => new[] { 1, 2 }),
        })];
        var text = Truth.Shown([Call("c", "read", "1"), Result("r", "1", JsonSerializer.Serialize(new { rows })), Call("x", "noop", "2"), Result("y", "2", "done"), Call("z", "noop", "3"), Result("w", "3", "done")], "r");
        Assert.Contains($"rows[{rows.Count}]", text, StringComparison.Ordinal);
        Assert.Contains($"tags[{rows.Sum(static row => ((IEnumerable<int[]>)row["tags"]!).Count())}]", text, StringComparison.Ordinal);
        Assert.Contains("\nrows.status: " + string.Join(", ", rows.GroupBy(static row => row["status"]).Select(static group => $"{group.Key} ×{group.Count()}")), text, StringComparison.Ordinal);
        var ids = rows.Select(static row => (long)row["id"]!).ToList();
        Assert.Contains($"\nrows.id: {ids.Min()}..{ids.Max()}", text, StringComparison.Ordinal);
        var numbers = rows.Select(static row => row["n"]).OfType<decimal>().ToList();
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"\nrows.n: {numbers.Min()}..{numbers.Max()}"), text, StringComparison.Ordinal);
    }

    private static void CheckValues(List<string> group, string statements)
    {
        var fields = group.SelectMany(static line => Field().Matches(line).Select(static match => (Name: match.Groups[1].Value, Value: match.Groups[2].Value))).Where(static field => field.Value.Any(char.IsAsciiDigit))
            .GroupBy(static field => field.Name).ToDictionary(static field => field.Key, static field => field.Select(static one => one.Value).ToList());
        foreach (var statement in statements.Split(", ", StringSplitOptions.RemoveEmptyEntries))
        {
            if (statement.StartsWith("a word ", StringComparison.Ordinal) || statement.EndsWith("more fields vary", StringComparison.Ordinal)) continue;
            var (name, what) = (statement[..statement.IndexOf(' ', StringComparison.Ordinal)], statement[(statement.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            var values = fields[name];
            if (what.Contains('×', StringComparison.Ordinal)) Assert.Equal(values.CountBy(static value => value).Select(static pair => $"{pair.Key}×{pair.Value}"), what.Split(' '));
            else if (what.Contains("..", StringComparison.Ordinal)) CheckRange(values, what);
            else Assert.True(values.Distinct().Count() > 4, statement);
        }

        if (!statements.Contains("more fields vary", StringComparison.Ordinal)) Assert.All(fields.Where(static field => field.Value.Distinct().Count() > 1), field => Assert.Contains($", {field.Key} ", statements, StringComparison.Ordinal));
    }

    private static void CheckRange(List<string> values, string range)
    {
        var unit = range[(range.AsSpan().LastIndexOfAnyInRange('0', '9') + 1)..];
        var ends = range[..^unit.Length].Split("..");
        Assert.All(values, value => Assert.EndsWith(unit, value, StringComparison.Ordinal));
        var numbers = values.ConvertAll(value => decimal.Parse(value[..^unit.Length], NumberStyles.Float, CultureInfo.InvariantCulture));
        Assert.Equal((numbers.Min(), numbers.Max()), (decimal.Parse(ends[0], NumberStyles.Float, CultureInfo.InvariantCulture), decimal.Parse(ends[1], NumberStyles.Float, CultureInfo.InvariantCulture)));
    }

    private static List<string> Log(Random random)
    {
        var kinds = random.Next(1, 5);
        return [.. Enumerable.Range(0, random.Next(20, 120)).Select(index => $"2025-01-01T00:00:{index % 60:00}Z {(random.Next(9) == 0 ? "ERROR" : "INFO")} {(char)('a' + random.Next(kinds))} done ms={Number(random)} host=h{(random.Next(30) == 0 ? 2 : 1)} took={random.Next(900)}{(random.Next(60) == 0 ? "s" : "ms")} url=/a/{random.Next(5)}?page={random.Next(12)} {random.GetItems(["200", "200", "200", "500"], 1)[0]}")];
    }

    private static string Number(Random random) => random.Next(20) switch
    {
        0 => "1e9",
        1 => "-0.25",
        2 => "9007199254740993",
        3 => "9007199254740992",
        _ => $"{random.Next(200)}",
    };

    private static List<string> Objects(Random random)
    {
        string[] names = ["id", "a.b", "a", "a.b.c", "x", "x.y", "note"];
        var chosen = random.GetItems(names, random.Next(2, 6)).Distinct().ToArray();
        return [.. Enumerable.Range(0, random.Next(10, 40)).Select(_ => Object(random, chosen, 2))];
    }

    private static string Object(Random random, string[] names, int depth)
    {
        var text = new StringBuilder("{");
        foreach (var name in names)
        {
            if (random.Next(6) == 0) continue;
            var value = random.Next(8) switch { 0 => "null", 1 => "\"\"", 2 when depth > 0 => Object(random, ["b", "b.c", "c", "y"], depth - 1), 3 when depth > 0 => Object(random, ["y"], depth - 1), 4 => "\"text\"", _ => $"{random.Next(1000)}" };
            text.Append(text.Length > 1 ? "," : "").Append('"').Append(name).Append("\":").Append(value);
        }

        return text.Append('}').ToString();
    }

    /// <summary>Every value that a path may mean.</summary>
    private static IEnumerable<JsonElement> Resolve(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Object) yield break;
        foreach (var member in value.EnumerateObject())
        {
            if (member.Name == path) yield return member.Value;
            if (path.StartsWith(member.Name + ".", StringComparison.Ordinal))
                foreach (var found in Resolve(member.Value, path[(member.Name.Length + 1)..])) yield return found;
        }
    }

    private static JsonElement WithoutEmpty(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object) return value;
        var members = value.EnumerateObject().Select(static member => (member.Name, Value: WithoutEmpty(member.Value)));
        return JsonSerializer.SerializeToElement(members.Where(static member => member.Value.GetRawText() is not ("null" or "\"\"" or "{}" or "[]")).ToDictionary(static member => member.Name, static member => member.Value));
    }

    private static string Shown(string text) => Truth.Shown([Call("c", "read", "1"), Result("r", "1", text)], "r");

    private static string Masked(string line) => Word().Replace(line, static match => match.Value.Any(char.IsAsciiDigit) ? "#" : match.Value);

    [GeneratedRegex("[^ =,;\"'\\[\\](){}/?&|\\t]+")]
    private static partial Regex Word();

    [GeneratedRegex("([^ =,;\"'\\[\\](){}/?&|\\t]+)=([^ =,;\"'\\[\\](){}/?&|\\t]+)")]
    private static partial Regex Field();

    [GeneratedRegex(@"^  … (?:(?<more>\d+) more like it; of all )?(?<count>\d+)(?: like it)?(?<values>.*?), last: (?<last>.*)$")]
    private static partial Regex Folded();
}
