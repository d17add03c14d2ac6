using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentFunctions.Core.Resources;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Requests;
using AgentFunctions.Gateway.Models.Tokens;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace AgentFunctions.Gateway.Tests.Models.Tokens;

/// <summary>No request can be reported with more input than its bounds.</summary>
public sealed class InputBoundTests
{
    private const string Image = """{"model":"gpt-4o","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}]}""";
    private static readonly InputBound Bound = new(TokenCounterTests.Shared);

    [Property(MaxTest = 300)]
    public Property Bounds_AnyRequest_CoverItsTextToolsAndTemplates() => Prop.ForAll(Arb.From(Requests), static request =>
    {
        var (body, operation) = request;
        var call = Call(body, operation);
        var text = Text(JsonNode.Parse(body)!, operation);
        var actual = text.Texts.Sum(static value => TokenCounterTests.Shared.Count(TokenEncoding.O200kBase, value)) + (text.Messages * 8) + 8;
        var exact = Bound.OfTokens(call);
        Assert.True(InputBound.OfBytes(call) >= actual, $"{InputBound.OfBytes(call)} bytes, {actual} tokens: {body}");
        Assert.True(exact >= actual, $"bound {exact}, {actual} tokens: {body}");
        Assert.True(exact <= InputBound.OfBytes(call));
    });

    [Fact]
    public void OfTokens_Prose_IsFarTighterThanBytes()
    {
        var text = string.Concat(Enumerable.Repeat("What changed in the orders of region north since the report of last week? ", 100));
        var call = Call(JsonSerializer.Serialize(new { model = "gpt-4o", messages = new[] { new { role = "user", content = text } } }), ModelOperation.Chat);
        Assert.InRange(Bound.OfTokens(call)!.Value, 1_500, InputBound.OfBytes(call) / 4);
    }

    [Fact]
    public void Bounds_Image_CoverTheDearestOneKnown()
    {
        Assert.True(InputBound.OfBytes(Call(Image, ModelOperation.Chat)) > 48_169);
        Assert.True(Bound.OfTokens(Call(Image, ModelOperation.Chat)) > 48_169);
        Assert.InRange(InputBound.OfBytes(Call(Image, ModelOperation.Chat, new ModelSpec { MediaTokens = 1_000 })), 1_000, 1_300);
    }

    [Fact]
    public void OfBytes_LargeImageInPlace_CountsAsAnImageNotAsText()
    {
        var large = Image.Replace("AAAA", new string('A', 4_000_000), StringComparison.Ordinal);
        Assert.Equal(InputBound.OfBytes(Call(Image, ModelOperation.Chat)), InputBound.OfBytes(Call(large, ModelOperation.Chat)));
        Assert.True(Bound.OfTokens(Call(large, ModelOperation.Chat)) > 48_169);
    }

    [Fact]
    public void Bounds_Document_CountsAsTwentyImages()
    {
        var call = Call("""{"model":"gpt-4o","input":[{"role":"user","content":[{"type":"input_file","file_data":"data:application/pdf;base64,AAAA"}]}]}""", ModelOperation.Responses);
        Assert.InRange(InputBound.OfBytes(call), 1_000_000, 1_001_000);
    }

    [Fact]
    public void Bounds_HostedToolsAndInheritedIds_AreAddedOnce()
    {
        const string Tools = """{"model":"gpt-4o","input":"a","tools":[{"type":"web_search"},{"type":"file_search"}]}""";
        var plain = InputBound.OfBytes(Call(Tools.Replace("web_search", "function", StringComparison.Ordinal).Replace("file_search", "function", StringComparison.Ordinal), ModelOperation.Responses));
        Assert.InRange(InputBound.OfBytes(Call(Tools, ModelOperation.Responses)) - plain, 199_900, 200_100);
        Assert.InRange(InputBound.OfBytes(Call(Tools, ModelOperation.Responses, new ModelSpec { HostedToolTokens = 0 })) - plain, -100, 100);

        var inherited = Call(Tools, ModelOperation.Responses);
        var before = (InputBound.OfBytes(inherited), Bound.OfTokens(inherited));
        inherited.InheritedTokens = 12_345;
        Assert.Equal((before.Item1 + 12_345, before.Item2 + 12_345), (InputBound.OfBytes(inherited), Bound.OfTokens(inherited)));
    }

    [Fact]
    public void Bounds_DeclaredContextWindow_IsNeverExceeded()
    {
        var call = Call(Image, ModelOperation.Chat, new ModelSpec { MaxInputTokens = 8_000 });
        Assert.Equal((8_000, 8_000), (InputBound.OfBytes(call), Bound.OfTokens(call)));
    }

    [Theory]
    [InlineData("gpt-4o", true)]
    [InlineData("claude-sonnet-5", false)]
    public void OfTokens_OnlyWhereTheEncodingIsKnown(string model, bool isKnown) =>
        Assert.Equal(isKnown, Bound.OfTokens(Call(Image.Replace("gpt-4o", model, StringComparison.Ordinal), ModelOperation.Chat)) is not null);

    [Fact]
    public void OfTokens_TargetsOfSeveralEncodings_IsTheLargest()
    {
        var body = JsonSerializer.Serialize(new { model = "m", messages = new[] { new { role = "user", content = string.Concat(Enumerable.Repeat("お誕生日おめでとう", 50)) } } });
        long Of(params string[] deployments) => Bound.OfTokens(Call(body, ModelOperation.Chat, new ModelSpec { Targets = [.. deployments.Select(static d => new TargetSpec { Provider = "p", Deployment = d })] }))!.Value;
        Assert.True(Of("gpt-4") > Of("gpt-4o"));
        Assert.Equal(Of("gpt-4"), Of("gpt-4o", "gpt-4"));
        Assert.Null(Bound.OfTokens(Call(body, ModelOperation.Chat, new ModelSpec { Targets = [new TargetSpec { Provider = "p", Deployment = "gpt-4" }, new TargetSpec { Provider = "p", Deployment = "x" }] })));
    }

    [Fact]
    public void Bounds_EmbeddingsOfTokens_CountEachNumber()
    {
        var call = Call("""{"model":"text-embedding-3-small","input":[[1,2,3],[4,5,6,7]]}""", ModelOperation.Embeddings);
        Assert.InRange(Bound.OfTokens(call)!.Value, 7, 7 + 64 + 32);
        Assert.True(InputBound.OfBytes(call) >= 7);
        Assert.Equal(0, OutputBound.Of(call));
    }

    [Fact]
    public void OutputBound_ChoicesAndPrediction_AreInIt()
    {
        var call = Call("""{"model":"m","messages":[{"role":"user","content":"a"}],"n":3,"max_tokens":50,"prediction":{"type":"content","content":"ab"}}""", ModelOperation.Chat);
        call.OutputLimit = 200;
        Assert.Equal(3 * (50 + """{"type":"content","content":"ab"}""".Length), OutputBound.Of(call));
    }

    [Fact]
    public void Bounds_ArgumentsAsAnObject_AreTextWhateverTheirNames()
    {
        const string Body = """{"model":"gpt-4o","messages":[{"role":"assistant","tool_calls":[{"function":{"name":"f","NAME":{"url":"data:image/png;base64,TEXT"}}}]}]}""";
        var text = string.Concat(Enumerable.Repeat("~=", 100_000));
        var actual = TokenCounterTests.Shared.Count(TokenEncoding.O200kBase, text) + InputBound.Media(Call(Image, ModelOperation.Chat), ModelSpec.DefaultMediaTokens);
        foreach (var name in new[] { "arguments", "argument\\u0073" })
        {
            var call = Call(Body.Replace("NAME", name, StringComparison.Ordinal).Replace("TEXT", text, StringComparison.Ordinal), ModelOperation.Chat);
            Assert.True(InputBound.OfBytes(call) > actual, name);
            Assert.True(Bound.OfTokens(call) > actual, name);
        }
    }

    [Theory]
    [InlineData("tools", """[{"type":"function","function":{"name":"f","parameters":DEEP}}]""")]
    [InlineData("response_format", """{"type":"json_schema","schema":DEEP}""")]
    public void Bounds_DeepJson_CoverItsIndentation(string name, string shape)
    {
        var deep = new string('[', 56) + string.Join(',', Enumerable.Repeat("1", 20_000)) + new string(']', 56);
        var body = $$"""{"model":"gpt-4o","messages":[{"role":"user","content":"a"}],"{{name}}":{{shape.Replace("DEEP", deep, StringComparison.Ordinal)}}}""";

        // Four spaces a level, in a vocabulary with tokens of at most 16 spaces: line end, indentation, digit and comma.
        const long Actual = 20_000 * (1 + ((56 * 4) / 16) + 2);

        Assert.True(InputBound.OfBytes(Call(body, ModelOperation.Chat)) >= Actual);
        Assert.True(Bound.OfTokens(Call(body, ModelOperation.Chat)) >= Actual);
    }

    private static Gen<(string Body, ModelOperation Operation)> Requests
    {
        get
        {
            var words = Gen.Elements("Hello", " wörld", "\n", "你好", "\U0001F642", "{\"a\":1}", "<|endoftext|>", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "  ", "\\u0041", "\uD83D", "12345");
            var text = from parts in words.ListOf() from repeat in Gen.Choose(1, 60) select string.Concat(Enumerable.Repeat(string.Concat(parts), repeat));
            var message = from content in text from shape in Gen.Choose(0, 3) select Message(content, shape);
            var tool = from description in text from count in Gen.Choose(0, 5) select Tool(description, count);
            return from messages in message.NonEmptyListOf()
                   from tools in tool.ListOf()
                   from isChat in Gen.Elements(true, false)
                   select (Body([.. messages], [.. tools], isChat), isChat ? ModelOperation.Chat : ModelOperation.Responses);
        }
    }

    private static JsonObject Message(string content, int shape) => shape switch
    {
        0 => new() { ["role"] = "user", ["content"] = content },
        1 => new() { ["role"] = "user", ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = content }) },
        2 => new() { ["role"] = "assistant", ["content"] = null, ["tool_calls"] = new JsonArray(new JsonObject { ["id"] = "call_1", ["type"] = "function", ["function"] = new JsonObject { ["name"] = "get", ["arguments"] = content } }) },
        _ => new() { ["role"] = "user", ["content"] = content, ["some_new_field"] = content },
    };

    private static JsonObject Tool(string description, int parameters) => new()
    {
        ["type"] = "function",
        ["function"] = new JsonObject
        {
            ["name"] = "get",
            ["description"] = description,
            ["parameters"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject(Enumerable.Range(0, parameters).Select(static i => KeyValuePair.Create($"p{i}", (JsonNode?)new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("a", "b") }))) },
        },
    };

    private static string Body(JsonObject[] messages, JsonObject[] tools, bool isChat)
    {
        var body = new JsonObject { ["model"] = "gpt-4o", [isChat ? "messages" : "input"] = new JsonArray([.. messages.Select(static m => m.DeepClone())]) };
        if (tools.Length > 0) body["tools"] = new JsonArray([.. tools.Select(static t => t.DeepClone())]);
        return body.ToJsonString();
    }

    /// <summary>What a provider would count: every text, and the tools as it lays them out, here with two spaces a level.</summary>
    private static (List<string> Texts, int Messages) Text(JsonNode body, ModelOperation operation)
    {
        List<string> texts = [];
        var messages = body[operation == ModelOperation.Chat ? "messages" : "input"]!.AsArray();
        foreach (var message in messages) Collect(message!, texts);
        if (body["tools"] is { } tools) texts.Add(tools.ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        return (texts, messages.Count);
    }

    private static void Collect(JsonNode node, List<string> texts)
    {
        if (node is JsonValue value && value.GetValueKind() == JsonValueKind.String) texts.Add(value.GetValue<string>());
        if (node is JsonArray array) foreach (var item in array.OfType<JsonNode>()) Collect(item, texts);
        if (node is JsonObject members) foreach (var (_, item) in members) if (item is not null) Collect(item, texts);
    }

    private static ModelCall Call(string body, ModelOperation operation, ModelSpec? spec = null)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        Assert.Null(ModelRequestReader.Read(bytes, operation, modelFromPath: false, out var facts));
        if (spec is null or { Targets.Count: 0 }) (spec ??= new ModelSpec()).Targets = [new TargetSpec { Provider = "p" }];
        var call = new ModelCall { CallId = "c", Operation = operation, Caller = null!, Body = bytes };
        return call.For(facts, facts.Model!, new Resource<ModelSpec>("default", "m", spec, "e", 1));
    }
}
