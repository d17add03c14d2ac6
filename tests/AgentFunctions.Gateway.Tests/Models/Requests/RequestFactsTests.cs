using System.Text;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Requests;

namespace AgentFunctions.Gateway.Tests.Models.Requests;

/// <summary>What a request carries besides text, and whose work it is.</summary>
public sealed class RequestFactsTests
{
    [Theory]
    [InlineData("""{"type":"text","text":"see image_url https://a/b.png"}""", 0, 0)]
    [InlineData("""{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}""", 1, 0)]
    [InlineData("""{"type":"image_url","image_url":{"url":"https://a.example/b.png","detail":"high"}}""", 1, 0)]
    [InlineData("""{"type":"image_url","image_url":"https://a.example/b.png"}""", 1, 0)]
    [InlineData("""{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}""", 1, 0)]
    [InlineData("""{"type":"file","file":{"file_data":"data:application/pdf;base64,AAAA","filename":"a.pdf"}}""", 0, 1)]
    [InlineData("""{"type":"file","file":{"file_id":"file-1"}}""", 0, 1)]
    [InlineData("""{"type":"image_url","image_url":{"url":"data:application/pdf;base64,AAAA"}}""", 0, 1)]
    [InlineData("""{"type":"video_url","video_url":{"url":"https://a.example/b.mp4"}}""", 0, 1)]
    [InlineData("""{"type":"image_of_the_future","pixels":"AAAA"}""", 1, 0)]
    [InlineData("""{"type":"document_of_the_future","pages":["AAAA"]}""", 0, 1)]
    [InlineData("""{"type":"images","image_urls":["https://a/1","https://a/2","https://a/3"]}""", 3, 0)]
    public void Read_ChatPart_CountsWhatIsNotText(string part, int media, int documents)
    {
        var facts = Read($$"""{"model":"m","messages":[{"role":"user","content":[{{part}}]}]}""");
        Assert.Equal((media, documents), (facts.MediaParts, facts.DocumentParts));
    }

    [Theory]
    [InlineData("""{"role":"user","content":[{"type":"input_image","image_url":"data:image/png;base64,AAAA"}]}""", 1, 0)]
    [InlineData("""{"role":"user","content":[{"type":"input_image","file_id":"file-1"}]}""", 1, 0)]
    [InlineData("""{"role":"user","content":[{"type":"input_file","file_data":"data:text/plain;base64,AAAA"}]}""", 0, 1)]
    [InlineData("""{"role":"user","content":[{"type":"input_file","file_url":"https://a/b.pdf"}]}""", 0, 1)]
    [InlineData("""{"type":"computer_call_output","call_id":"c","output":{"type":"computer_screenshot","image_url":"data:image/png;base64,AAAA"}}""", 1, 0)]
    [InlineData("""{"type":"image_generation_call","id":"ig_1","result":"AAAA"}""", 1, 0)]
    [InlineData("""{"type":"file_search_call","id":"fs_1","queries":["a"]}""", 0, 0)]
    public void Read_ResponsesItem_CountsWhatIsNotText(string item, int media, int documents)
    {
        var facts = Read($$"""{"model":"m","input":[{{item}}]}""", ModelOperation.Responses);
        Assert.Equal((media, documents), (facts.MediaParts, facts.DocumentParts));
    }

    [Fact]
    public void Read_EarlierSoundByItsId_CountsAsMedia() =>
        Assert.Equal(1, Read("""{"model":"m","messages":[{"role":"assistant","audio":{"id":"audio_1"}}]}""").MediaParts);

    [Fact]
    public void Read_InlineImages_TheirBytesAreKnown()
    {
        var facts = Read("""{"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},{"type":"text","text":"data:image/png;base64,AAAA"}]}]}""");
        Assert.Equal("data:image/png;base64,AAAA".Length, facts.InlineImageBytes);
    }

    [Theory]
    [InlineData("""[{"role":"user","content":"a"}]""", false)]
    [InlineData("""[{"role":"user","content":"a"},{"role":"assistant","tool_calls":[]},{"role":"tool","tool_call_id":"c","content":"tool"}]""", true)]
    [InlineData("""[{"content":"r","role":"function","name":"f"}]""", true)]
    [InlineData("""[{"role":"tool","content":"r"},{"role":"user","content":"and?"}]""", false)]
    [InlineData("""[{"role":"user","content":[{"role":"tool"}]}]""", false)]
    public void Read_LastMessage_SaysWhoseWorkItIs(string messages, bool isToolResult) =>
        Assert.Equal(isToolResult, Read($$"""{"model":"m","messages":{{messages}}}""").LastItemIsToolResult);

    [Theory]
    [InlineData("\"text\"", false)]
    [InlineData("""[{"role":"user","content":"a"}]""", false)]
    [InlineData("""[{"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"r"}]""", true)]
    [InlineData("""[{"type":"custom_tool_call_output","call_id":"c","output":"r"}]""", true)]
    [InlineData("""[{"type":"local_shell_call_output","id":"c","output":"r"}]""", true)]
    [InlineData("""[{"type":"function_call_output","call_id":"c","output":"r"},{"role":"user","content":"and?"}]""", false)]
    public void Read_LastItem_SaysWhoseWorkItIs(string input, bool isToolResult) =>
        Assert.Equal(isToolResult, Read($$"""{"model":"m","input":{{input}}}""", ModelOperation.Responses).LastItemIsToolResult);

    [Fact]
    public void Read_Tools_AreCounted()
    {
        var facts = Read("""{"model":"m","messages":[{"role":"user","content":"a"}],"tools":[{"type":"function","function":{"name":"f"}},{"type":"web_search"}],"web_search_options":{},"response_format":{"type":"json_object"}}""");
        Assert.Equal((2, 2), (facts.ToolCount, facts.HostedToolCount));
        Assert.Equal("""[{"type":"function","function":{"name":"f"}},{"type":"web_search"}]""".Length + """{"type":"json_object"}""".Length, facts.LaidOutBytes);
    }

    [Theory]
    [InlineData("n_predict", "100000", true)]
    [InlineData("n\\u005fpredict", "100000", true)]
    [InlineData("chat_template", "\"{% for i in range(99999) %}a {% endfor %}\"", true)]
    [InlineData("mm_processor_kwargs", "{\"max_pixels\":999999999}", true)]
    [InlineData("media_io_kwargs", "{\"video\":{\"num_frames\":9999}}", true)]
    [InlineData("service_tier", "\"priority\"", true)]
    [InlineData("service_tier", "[\"priority\"]", true)]
    [InlineData("n_predict", "null", false)]
    [InlineData("service_tier", "\"auto\"", false)]
    [InlineData("service_tier", "\"flex\"", false)]
    [InlineData("service_tier", "null", false)]
    public void Read_WhatNoBoundCouldHoldFor_IsRefused(string name, string value, bool isRefused)
    {
        var body = $$"""{"model":"m","{{name}}":{{value}},"messages":[{"role":"user","content":"a"}]}""";
        var error = ModelRequestReader.Read(Encoding.UTF8.GetBytes(body), ModelOperation.Chat, modelFromPath: false, out _);
        Assert.Equal(isRefused ? "unsupported_parameter" : null, error?.Code);
    }

    private static ModelRequestFacts Read(string body, ModelOperation operation = ModelOperation.Chat)
    {
        Assert.Null(ModelRequestReader.Read(Encoding.UTF8.GetBytes(body), operation, modelFromPath: false, out var facts));
        return facts;
    }
}
