using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentFunctions.Core.Resources.Manifests;
using AgentFunctions.Core.Resources.Manifests.Reading;

namespace AgentFunctions.Core.Tests.Resources.Manifests;

/// <summary>What is written as YAML is read as the same JSON.</summary>
public sealed class YamlWriterTests
{
    private static readonly string[] Traps =
    [
        "", " ", "no", "YES", "null", "~", "true", "5.00", "010", "0x1", "1e3", ".inf", "2026-01-01", "00:10:00", "a: b", "a #b", "#a", "- a", "-", "?", "*", "&a", "!a", "@a", "`a", "%a", "'", "\"", "\\", "a\\nb",
        "[a]", "{a}", "a,b", "tab\there", " a", "a ", "a\n", "a\nb", "a\n\nb\n", "a\nb\n\n", "\na", "a\n b", " a\nb", "a \nb", "a\r\nb", "\t\na", "---", "...", "--- a\nb", "größe", "😀", "\u2028", "\u0085", "\ufeff", "\0",
        "a\n\tb", "a\n#b", "a\n---\nb", "<<", "=", "gpt-*", "sim-small", "https://a.example/v1", "${AGENTFUNCTIONS_VAR_X}", "\n", "\n\n", "a:", "key: |\n  x",
    ];

    [Fact]
    public void Write_EveryTrap_IsReadAsWritten()
    {
        foreach (var text in Traps)
        {
            AssertSame(JsonValue.Create(text)!);
            AssertSame(new JsonObject { ["a"] = text, ["b"] = new JsonArray(text, text), ["c"] = new JsonArray(new JsonObject { ["d"] = text, ["e"] = 1 }, new JsonArray(text)) });
            AssertSame(new JsonObject { [text] = new JsonObject { [text] = text } });
        }
    }

    [Fact]
    public void Write_RandomValues_AreReadAsWritten()
    {
        for (var seed = 0; seed < 500; seed++) AssertSame(Value(SeededRandom(seed), 0));
    }

    [Fact]
    public void Write_Resource_ReadsLikeOneWrittenByHand()
    {
        const string Json = """{"apiVersion":"agentfunctions/v1","kind":"agents","id":"triage","spec":{"models":["sim-small","gpt-*"],"tools":[],"instructions":"Be kind.\nBe brief.\n","limits":{"deadline":"00:10:00","steps":20}}}""";

        Assert.Equal(
            """
            apiVersion: agentfunctions/v1
            kind: agents
            id: triage
            spec:
              models:
                - sim-small
                - "gpt-*"
              tools: []
              instructions: |
                Be kind.
                Be brief.
              limits:
                deadline: "00:10:00"
                steps: 20

            """,
            YamlWriter.Write(Parse(Json)));
    }

    private static Random SeededRandom(int seed) => new(seed);

    private static JsonNode Value(Random random, int depth) => random.Next(depth > 4 ? 3 : 6) switch
    {
        0 => JsonValue.Create(random.NextInt64())!,
        1 => JsonValue.Create(random.Next(2) == 0)!,
        2 => JsonValue.Create(string.Concat(Enumerable.Range(0, random.Next(3)).Select(_ => Traps[random.Next(Traps.Length)])))!,
        3 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth + 1))]),
        _ => new JsonObject(Enumerable.Range(0, random.Next(4)).Select(i => new KeyValuePair<string, JsonNode?>(Traps[random.Next(Traps.Length)] + i, Value(random, depth + 1)))),
    };

    private static void AssertSame(JsonNode value)
    {
        var yaml = YamlWriter.Write(Parse(value.ToJsonString()));
        var read = Encoding.UTF8.GetString(SourceWriter.ToJson(Assert.Single(YamlSource.Read("f.yaml", yaml))));
        Assert.True(JsonNode.DeepEquals(value, JsonNode.Parse(read)), $"{value.ToJsonString()} was written as\n{yaml}\nand read as {read}");
    }

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement.Clone();
}
