using System.Text;
using System.Text.Json;
using AgentFunctions.Gateway.Models.Events;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace AgentFunctions.Gateway.Tests.Models.Events;

/// <summary>What was said, put together from its pieces, is what a whole answer would have said.</summary>
public sealed class DeliveredTextTests
{
    private const string Finish = """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";

    [Fact]
    public void Chat_Content_IsPutTogether()
    {
        var state = Chat("""{"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}""", """{"choices":[{"index":0,"delta":{"content":"Hel"}}]}""", """{"choices":[{"index":0,"delta":{"content":"lo \"W\u00f6rld\"\n"}}]}""", Finish);
        Assert.Equal(["Text: Hello \"Wörld\"\n"], Texts(state.Delivered));
        Assert.False(state.Delivered.HasToolCalls);
    }

    [Fact]
    public void Chat_CharacterCutBetweenTwoEvents_IsWhole()
    {
        var state = Chat("""{"choices":[{"index":0,"delta":{"content":"a\ud83d"}}]}""", """{"choices":[{"index":0,"delta":{"content":"\ude42b"}}]}""", """{"choices":[{"index":0,"delta":{"content":"c\ud83d"}}]}""", """{"choices":[{"index":0,"delta":{"content":"d\ude42"}}]}""");
        Assert.Equal(["Text: a\U0001F642bc\uFFFDd\uFFFD"], Texts(state.Delivered));
    }

    [Fact]
    public void Chat_ChoicesAndToolCalls_AreKeptApart()
    {
        var state = Chat(
            """{"choices":[{"index":0,"delta":{"content":"A1"}},{"index":1,"delta":{"content":"B1"}}]}""",
            """{"choices":[{"delta":{"content":"B2"},"index":1}]}""",
            """{"choices":[{"index":0,"delta":{"content":"A2","refusal":"No"}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"get","arguments":""}},{"function":{"name":"put","arguments":"{"},"index":1}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":"}"}},{"index":0,"function":{"arguments":"[]"}}]}}]}""");
        Assert.Equal(["Text: A1A2", "Text: B1B2", "Refusal: No", "ToolName: get", "ToolName: put", "ToolArguments: {}", "ToolArguments: []"], Texts(state.Delivered));
        Assert.True(state.Delivered.HasToolCalls);
    }

    [Theory]
    [InlineData("""{"reasoning_content":"think","content":"say"}""")]
    [InlineData("""{"reasoning":"think","content":"say"}""")]
    [InlineData("""{"reasoning":"think","reasoning_content":"think","content":"say"}""")]
    [InlineData("""{"content":[{"type":"thinking","thinking":[{"type":"text","text":"think"}]},{"type":"text","text":"say"}]}""")]
    [InlineData("""{"reasoning":"think","reasoning_details":[{"type":"reasoning.text","text":"think"}],"content":"say"}""")]
    public void Chat_Reasoning_IsApartAndOnce(string delta)
    {
        var state = Chat(Chunk(delta));
        Assert.Equal(["Reasoning: think", "Text: say"], Texts(state.Delivered));
        Assert.Equal((3, 5), (state.Delivered.TextBytes, state.Delivered.ReasoningBytes));
    }

    [Theory]
    [InlineData("""{"function_call":{"name":"get","arguments":"{}"}}""", true)]
    [InlineData("""{"tool_calls":[]}""", false)]
    [InlineData("""{"tool_calls":null,"function_call":null,"content":null,"reasoning":null,"refusal":null}""", false)]
    [InlineData("""{"tool_calls":[{"type":"custom","custom":{"name":"get","input":"{}"}}]}""", true)]
    public void Chat_ToolCalls_AreSeen(string delta, bool has) => Assert.Equal(has, Chat(Chunk(delta)).Delivered.HasToolCalls);

    [Fact]
    public void Chat_UsageOnEveryChunk_LastCountsAndIsFinalAtTheEnd()
    {
        var state = new ChatStreamState(stripUsage: true);
        Assert.Equal(StreamStep.Content, Take(state, """{"choices":[{"index":0,"delta":{"content":"a"}}],"usage":{"prompt_tokens":7,"completion_tokens":1}}"""));
        Assert.Equal((1, false), (state.Usage.OutputTokens, state.IsUsageFinal));
        Assert.Equal(StreamStep.Content, Take(state, """{"choices":[{"index":0,"delta":{"content":"b"},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":2}}"""));
        Assert.Equal((2, true), (state.Usage.OutputTokens, state.IsUsageFinal));
        Assert.Equal(StreamStep.Strip, Take(state, """{"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3}}"""));
        Assert.Equal((3, true), (state.Usage.OutputTokens, state.IsUsageFinal));
        Assert.Equal(StreamStep.Done, Take(state, "[DONE]"));
    }

    [Fact]
    public void Chat_MoreThanIsKept_CountsBytes()
    {
        var state = new ChatStreamState(stripUsage: false);
        var piece = new string('x', 100_000);
        for (var i = 0; i < 12; i++) Take(state, Chunk("{\"content\":\"" + piece + "\"}"));
        var kept = state.Delivered.Parts.Sum(static part => part.Length);
        Assert.InRange(kept, 1_000_000, DeliveredText.MostBytes);
        Assert.Equal((1_200_000, 1_200_000 - kept), (state.Delivered.TextBytes, state.Delivered.TextBytesDropped));
    }

    [Fact]
    public void Chat_MoreToolCallsThanAreKeptApart_CountBytes()
    {
        var state = new ChatStreamState(stripUsage: false);
        for (var i = 0; i < DeliveredText.MostParts + 10; i++) Take(state, Chunk($$$"""{"tool_calls":[{"index":{{{i}}},"function":{"arguments":"ab"}}]}"""));
        Assert.Equal((DeliveredText.MostParts, 20), (state.Delivered.Parts.Count, state.Delivered.TextBytesDropped));
    }

    [Fact]
    public void Release_FiguresStay()
    {
        var state = Chat("""{"choices":[{"index":0,"delta":{"content":"abc","tool_calls":[{"function":{"name":"f"}}]}}]}""");
        state.Delivered.Release();
        state.Delivered.Release();
        Assert.Equal((4, 0, true), (state.Delivered.TextBytes, state.Delivered.Parts.Count, state.Delivered.HasToolCalls));
    }

    [Fact]
    public void Responses_AllKinds_AreKeptApart()
    {
        var state = new ResponsesStreamState();
        string[] events =
        [
            """{"type":"response.created","sequence_number":0,"response":{"id":"resp_1","output":[],"usage":null}}""",
            """{"type":"response.output_item.added","output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[]}}""",
            """{"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":0,"delta":"thi"}""",
            """{"delta":"nk","output_index":0,"summary_index":0,"type":"response.reasoning_summary_text.delta"}""",
            """{"type":"response.reasoning_summary_text.done","output_index":0,"summary_index":0,"text":"think"}""",
            """{"type":"response.output_item.added","output_index":1,"item":{"id":"msg_1","type":"message","content":[]}}""",
            """{"type":"response.output_text.delta","output_index":1,"content_index":0,"delta":"Hi \ud83d"}""",
            """{"type":"response.output_text.delta","output_index":1,"content_index":0,"delta":"\ude42"}""",
            """{"type":"response.output_text.done","output_index":1,"content_index":0,"text":"Hi"}""",
            """{"type":"response.refusal.delta","output_index":1,"content_index":1,"delta":"No"}""",
            """{"type":"response.output_item.added","output_index":2,"item":{"type":"function_call","name":"get","arguments":""}}""",
            """{"type":"response.function_call_arguments.delta","output_index":2,"delta":"{}"}""",
            """{"type":"response.output_item.done","output_index":2,"item":{"type":"function_call","name":"get","arguments":"{}"}}""",
            """{"type":"response.audio.delta","delta":"AAAA"}""",
        ];
        foreach (var text in events) Assert.Equal(StreamStep.Content, Take(state, text));
        Assert.Equal(["Reasoning: think", "Text: Hi \U0001F642", "Refusal: No", "ToolName: get", "ToolArguments: {}"], Texts(state.Delivered));
        Assert.True(state.Delivered.HasToolCalls);
        Assert.False(state.IsUsageFinal);
    }

    [Fact]
    public void Responses_TerminalEventAlone_IsReadForItsText()
    {
        var state = new ResponsesStreamState();
        Take(state, """{"type":"response.completed","response":{"id":"resp_1","output":[{"type":"message","content":[{"type":"output_text","text":"Hi"}]},{"type":"custom_tool_call","name":"get","input":"x"}]}}""");
        Assert.Equal(["Text: Hi", "ToolName: get", "ToolArguments: x"], Texts(state.Delivered));
        Assert.True(state.IsFinished && state.Delivered.HasToolCalls);
    }

    [Property(MaxTest = 200)]
    public Property Chat_AnyCuts_SayWhatTheWholeAnswerSays()
    {
        var text = from parts in Gen.Elements("Hello ", "wörld", "\"", "\\", "\n", "\U0001F642", "你好", "a").ListOf() select string.Concat(parts);
        return Prop.ForAll(Arb.From(from content in text from reasoning in text from arguments in text from size in Gen.Choose(1, 7) select (content, reasoning, arguments, size)), sample =>
        {
            var (content, reasoning, arguments, size) = sample;
            var state = new ChatStreamState(stripUsage: false);
            foreach (var piece in Cut(reasoning, size)) Take(state, Chunk("{\"reasoning_content\":" + piece + "}"));
            foreach (var piece in Cut(content, size)) Take(state, Chunk("{\"content\":" + piece + "}"));
            Take(state, """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"name":"get"}}]}}]}""");
            foreach (var piece in Cut(arguments, size)) Take(state, Chunk("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":" + piece + "}}]}"));

            var message = JsonSerializer.Serialize(new { reasoning_content = reasoning, content, tool_calls = new[] { new { function = new { name = "get", arguments } } } });
            var whole = AnswerTextReader.Read(Encoding.UTF8.GetBytes("{\"choices\":[{\"index\":0,\"message\":" + message + "}]}"));
            Assert.Equal(Texts(whole), Texts(state.Delivered));
        });
    }

    [Theory]
    [InlineData("""{"choices":[{"message":{"content":"Hi"}}]}""", false)]
    [InlineData("""{"choices":[{"message":{"content":null,"tool_calls":[{"id":"c"}]}}]}""", true)]
    [InlineData("""{"choices":[{"message":{"content":"a","tool_calls":[]}},{"message":{"function_call":{"name":"f"}}}]}""", true)]
    [InlineData("""{"choices":[{"message":{"tool_calls":null,"function_call":null}}]}""", false)]
    [InlineData("""{"choices":[{"message":{"content":[{"tool_calls":[1]}]},"logprobs":{"tool_calls":[1]}}]}""", false)]
    [InlineData("""{"output":[{"type":"message"},{"type":"function_call","id":"fc"}]}""", true)]
    [InlineData("""{"output":[{"type":"message"},{"type":"function_call_output"}]}""", false)]
    public void Whole_ToolCalls_AreSeen(string body, bool has) => Assert.Equal(has, AnswerReader.Read(Encoding.UTF8.GetBytes(body))!.HasToolCalls);

    [Fact]
    public void Whole_Truncated_SaysWhatIsWhole() =>
        Assert.Equal(["Text: one"], Texts(AnswerTextReader.Read(Encoding.UTF8.GetBytes("""{"choices":[{"message":{"content":"one"}},{"message":{"content":"tw"""))));

    private static IEnumerable<string> Cut(string text, int size)
    {
        // Escaped, so that a cut between the halves of a pair is legal JSON.
        for (var at = 0; at < text.Length; at += size)
            yield return "\"" + string.Concat(text.AsSpan(at, Math.Min(size, text.Length - at)).ToArray().Select(static c => $"\\u{(int)c:x4}")) + "\"";
    }

    private static string Chunk(string delta) => "{\"choices\":[{\"index\":0,\"delta\":" + delta + "}]}";

    private static IEnumerable<string> Texts(DeliveredText delivered) => delivered.Parts.Select(static part => $"{part.Kind}: {part.Text()}");

    private static ChatStreamState Chat(params string[] chunks)
    {
        var state = new ChatStreamState(stripUsage: false);
        foreach (var chunk in chunks) Assert.Equal(StreamStep.Content, Take(state, chunk));
        return state;
    }

    private static StreamStep Take(IStreamState state, string data) => state.Take(Encoding.UTF8.GetBytes(data));
}
