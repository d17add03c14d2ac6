using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AgentFunctions.Core.Definitions;
using AgentFunctions.Core.Definitions.Reading;

namespace AgentFunctions.Core.Tests.Definitions;

/// <summary>A drawing is a Mermaid flowchart of nodes that exist, whatever people wrote into the definition.</summary>
public sealed partial class DefinitionDiagramTests
{
    private const int Seed = 20261126;
    private static readonly string[] Nasty = ["a\"b", "]) --> x", "<script>alert(1)</script>", "%%{init: {}}%%", "end", "#quot;", "a|b", "\U0001F600", "click n0 href", "`x`"];

    [Fact]
    public void Draw_RandomDefinitions_AreFlowchartsInWhichEveryStepIsReachedFromTheStart()
    {
        var random = new Random(Seed);
        for (var round = 0; round < 500; round++)
        {
            var count = 0;
            var spec = new JsonObject { ["steps"] = Steps(random, 3, ref count) };
            var text = DefinitionDiagram.Draw(DefinitionReader.Read(JsonSerializer.SerializeToElement(spec)));
            Check(text, spec.ToJsonString(), count);
        }
    }

    /// <summary>What ends the run leads to the end; in a try by way of what is done in any case.</summary>
    [Fact]
    public void Draw_EndInATry_LeadsThroughFinallyToTheEnd()
    {
        using var spec = JsonDocument.Parse("""{"steps":[{"id":"t","type":"try","steps":[{"id":"a","type":"set","values":{}}],"catch":[{"id":"e","type":"end"}],"finally":[{"id":"f","type":"set","values":{}}]},{"id":"b","type":"set","values":{}}]}""");
        Assert.Equal(
            """
            flowchart TD
              n0(["start"])
              n1["t: try"]
              n0 --> n1
              n2["a: set"]
              n1 --> n2
              n3["e: end"]
              n1 -->|"on failure"| n3
              n4["f: set"]
              n2 --> n4
              n3 --> n4
              n5["b: set"]
              n4 --> n5
              n6(["end"])
              n5 --> n6
              n4 -->|"ended"| n6

            """.ReplaceLineEndings("\n"),
            DefinitionDiagram.Draw(DefinitionReader.Read(spec.RootElement)));
    }

    private static void Check(string text, string spec, int steps)
    {
        var lines = text.Split('\n');
        Assert.Equal(("flowchart TD", ""), (lines[0], lines[^1]));
        Dictionary<string, HashSet<string>> edges = [];
        foreach (var line in lines[1..^1])
        {
            var (node, edge) = (NodeForm().Match(line), EdgeForm().Match(line));
            Assert.True(node.Success != edge.Success, $"{line}\n{spec}");
            if (node.Success) Assert.True(edges.TryAdd(node.Groups["id"].Value, []), line);
            else if (edges.ContainsKey(edge.Groups["to"].Value)) edges[edge.Groups["from"].Value].Add(edge.Groups["to"].Value);
            else Assert.Fail($"leads nowhere: {line}\n{spec}");
            if (line.Contains(" -.-> ", StringComparison.Ordinal) || line.Contains(" -.->|", StringComparison.Ordinal)) Assert.Contains("|\"undo\"|", line, StringComparison.Ordinal);
        }

        // Every node has its own title: what begins with "s7:" is step s7.
        for (var step = 1; step <= steps; step++) Assert.True(text.Contains($"\"s{step}: ", StringComparison.Ordinal), $"s{step} is not drawn\n{text}");

        // The start, the end, and a node or more for each step.
        Assert.True(edges.Count >= steps + 2, $"{edges.Count} nodes for {steps} steps\n{text}");
        HashSet<string> reached = [];
        var next = new Stack<string>(["n0"]);
        while (next.TryPop(out var at)) if (reached.Add(at)) foreach (var to in edges[at]) next.Push(to);
        Assert.True(reached.Count == edges.Count, $"not reached: {string.Join(' ', edges.Keys.Except(reached))}\n{text}\n{spec}");
    }

    private static JsonArray Steps(Random random, int depth, ref int count)
    {
        var steps = new JsonArray();
        for (var left = random.Next(1, 4); left > 0; left--) steps.Add(Step(random, depth, ref count));
        return steps;
    }

    private static JsonObject Step(Random random, int depth, ref int count)
    {
        var step = new JsonObject { ["id"] = $"s{++count}" };
        if (random.Next(4) == 0) step["if"] = $"input.x == '{Word(random)}'";
        if (depth > 0 && random.Next(6) == 0) step["compensate"] = Steps(random, 0, ref count);
        switch (random.Next(depth == 0 ? 6 : 11))
        {
            case 0: (step["type"], step["tool"]) = ("tool", "orders.get"); break;
            case 1: (step["type"], step["agent"]) = ("agent", "end"); break;
            case 2: (step["type"], step["event"]) = ("wait", "paid:1"); break;
            case 3: (step["type"], step["duration"]) = ("timer", "00:00:01"); break;
            case 4: (step["type"], step["values"]) = ("set", new JsonObject { ["a"] = 1 }); break;
            case 5: (step["type"], step["action"]) = ("approval", new JsonObject { ["a"] = Word(random) }); break;
            case 6: (step["type"], step["branches"]) = ("parallel", new JsonObject { ["a"] = Steps(random, depth - 1, ref count), ["b"] = Steps(random, depth - 1, ref count) }); break;
            case 7:
                (step["type"], step["default"]) = ("switch", Steps(random, depth - 1, ref count));
                step["cases"] = new JsonArray(new JsonObject { ["when"] = $"input.y == '{Word(random)}'", ["steps"] = Steps(random, depth - 1, ref count) });
                break;
            case 8: (step["type"], step["while"], step["maxIterations"], step["steps"]) = ("loop", "input.z > 1", 5, Steps(random, depth - 1, ref count)); break;
            case 9: (step["type"], step["each"], step["maxItems"], step["steps"]) = ("forEach", "input.list", 5, Steps(random, depth - 1, ref count)); break;
            default:
                (step["type"], step["steps"], step["catch"]) = ("try", Steps(random, depth - 1, ref count), Steps(random, depth - 1, ref count));
                if (random.Next(2) == 0) step["finally"] = Steps(random, depth - 1, ref count);
                if (random.Next(2) == 0) step["catch"]!.AsArray().Add(Last(random, ref count));
                break;
        }

        return step;
    }

    /// <summary>Ends the run, so nothing follows it.</summary>
    private static JsonObject Last(Random random, ref int count) => random.Next(2) == 0
        ? new JsonObject { ["id"] = $"s{++count}", ["type"] = "end", ["error"] = Word(random) }
        : new JsonObject { ["id"] = $"s{++count}", ["type"] = "handOff", ["agent"] = "end" };

    private static string Word(Random random) => Nasty[random.Next(Nasty.Length)];

    [GeneratedRegex("""^  (?<id>n\d+)(?:\(\[|\{\{|\[|\{)"(?:[A-Za-z0-9 .,:_/-]|#\d{1,7};)+"(?:\]\)|\}\}|\]|\})$""")]
    private static partial Regex NodeForm();

    [GeneratedRegex("""^  (?<from>n\d+) -(?:-|\.-)>(?:\|"(?:[A-Za-z0-9 .,:_/-]|#\d{1,7};)+"\|)? (?<to>n\d+)$""")]
    private static partial Regex EdgeForm();
}
