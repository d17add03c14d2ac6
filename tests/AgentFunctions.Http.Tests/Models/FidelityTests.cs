using System.Text;
using AgentFunctions.TestKit.Hosting;
using AgentFunctions.TestKit.Upstream;

namespace AgentFunctions.Http.Tests.Models;

/// <summary>Bytes in are bytes out, both ways, but for what docs/fidelity.md lists.</summary>
public sealed class FidelityTests
{
    private const string Path = "/v1/chat/completions";

    public static TheoryData<string> Requests =>
    [
        """{"model":"m","messages":[{"role":"user","content":"Hi"}]}""",
        """ { "messages" : [ {"content":"x" , "role":"user"} ] ,"unknown":{"deep":[1,2,{"z":null}]},"model":"m"   } """ + "\r\n\t",
        """{"model":"m","temperature":1.0,"top_p":1e0,"seed":-0,"big":123456789012345678901234567890,"small":1e-400,"exp":1E+5,"messages":[{}]}""",
        """{"model":"m","messages":[{"role":"user","content":"h\u00e9llo \ud83c\udf0d \/ \b\f caf\u0065"}]}""",
        """{"model":"m","messages":[{"role":"user","content":"héllo 🌍 مرحبا 日本語"}]}""",
        """{"mod\u0065l":"\u006d","messages":[{}]}""",
        """{"model":"m","dup":1,"dup":2,"messages":[{"x":1,"x":2}]}""",
        """{"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}}]}],"tools":[{"type":"function","function":{"name":"f","parameters":{"properties":{"file_id":{"type":"string"},"url":{"type":"string"}}}}}]}""",
        """{"model":"m","max_tokens":5,"stop":["\n"],"logit_bias":{"50256":-100},"messages":[{}]}""",
    ];

    public static TheoryData<string> Answers =>
    [
        ChatEvents.Whole,
        """ {"choices":[{"index":0,"message":{"content":"h\u00e9 é 🌍"},"finish_reason":"stop"}], "x":1.0,"y":1e5,"z":-0, "usage":{"prompt_tokens":1.0}}""" + "\n",
        """{"choices":[],"unknown":{"a":[[]]},"usage":null}""",
    ];

    public static TheoryData<string[]> Streams => new()
    {
        new[] { "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}\r\n\r\n", "data: [DONE]\r\n\r\n" },
        new[] { "data:{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\r\r", "data:[DONE]\r\r" },
        new[] { ": comment\n\n", "event: x\nid: 1\nretry: 5\ndata: {\ndata: \"choices\":[{\"index\":0,\"finish_reason\":\"stop\"}]\ndata: }\n\n", "data: [DONE]\n\n" },
        new[] { "\uFEFFdata: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"🌍\"},\"finish_reason\":\"stop\"}],\"v\":1.0}\n\n", "\n", "data: [DONE]\n\n" },
        new[] { "data: {\"choices\":[]  ,\"prompt_filter_results\":[],\"usage\":null}\n\n", ChatEvents.Delta("a"), ChatEvents.Delta("b", 1), ChatEvents.Finish(1), ChatEvents.Finish(), "data: [DONE]\n\n" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Request_AnyJson_ReachesTheProviderByteForByte(string body)
    {
        await using var app = await ModelApp.StartAsync();
        app.Upstream.Enqueue(UpstreamReply.Json(200, ChatEvents.Whole));

        await app.PostAsync(Path, body);

        Assert.Equal(body, app.Upstream.SingleRequest.Text);
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Answer_AnyJson_ReachesTheCallerByteForByte(string body)
    {
        await using var app = await ModelApp.StartAsync();
        app.Upstream.Enqueue(UpstreamReply.Json(200, body));

        Assert.Equal(body, await (await app.PostAsync(Path, """{"model":"m","messages":[{}]}""")).Content.ReadAsStringAsync());
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Stream_SplitAtEveryByte_ReachesTheCallerByteForByte(string[] events)
    {
        await using var app = await ModelApp.StartAsync();
        var bytes = Encoding.UTF8.GetBytes(string.Concat(events));
        var reply = UpstreamReply.Events();
        foreach (var part in bytes.Chunk(1)) reply.Send(part);
        app.Upstream.Enqueue(reply);

        var response = await app.PostAsync(Path, """{"model":"m","stream":true,"messages":[{}]}""");

        Assert.Equal(bytes, await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("""{"model":"alias","messages":[{}]}""", """{"model":"real-name","messages":[{}]}""")]
    [InlineData("""{"messages":[{}], "mod\u0065l" : "ali\u0061s" ,"x":1.0}""", """{"messages":[{}], "mod\u0065l" : "real-name" ,"x":1.0}""")]
    public async Task Request_AliasOfAnotherName_ChangesTheNameAlone(string sent, string received)
    {
        await using var app = await ModelApp.StartAsync();
        app.Upstream.Enqueue(UpstreamReply.Json(200, ChatEvents.Whole));

        await app.PostAsync(Path, sent);

        Assert.Equal(received, app.Upstream.SingleRequest.Text);
    }

    [Theory]
    [InlineData("/openai/deployments/alias/chat/completions?api-version=2024-10-21", """{"messages":[{}]}""", """{"model":"real-name","messages":[{}]}""")]
    [InlineData("/openai/deployments/alias/chat/completions", """{"model":"hidden","messages":[{}]}""", """{"model":"real-name","messages":[{}]}""")]
    [InlineData("/openai/v1/chat/completions", """{"model":"m","messages":[{}]}""", """{"model":"m","messages":[{}]}""")]
    public async Task AzurePaths_Deployment_IsTheModelAndWinsOverTheBody(string path, string sent, string received)
    {
        await using var app = await ModelApp.StartAsync();
        app.Upstream.Enqueue(UpstreamReply.Json(200, ChatEvents.Whole));

        var response = await app.PostAsync(path, sent);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(received, app.Upstream.SingleRequest.Text);
    }

    [Theory]
    [InlineData(null, """{"model":"m","max_tokens":500,"messages":[{}]}""", """{"model":"m","max_tokens":100,"messages":[{}]}""")]
    [InlineData(null, """{"model":"m","max_tokens":50,"messages":[{}]}""", """{"model":"m","max_tokens":50,"messages":[{}]}""")]
    [InlineData("max_tokens", """{"model":"m","max_completion_tokens" : 500,"messages":[{}]}""", """{"model":"m","max_tokens" : 100,"messages":[{}]}""")]
    [InlineData("max_tokens", """{"model":"m","messages":[{}]}""", """{"max_tokens":100,"model":"m","messages":[{}]}""")]
    public async Task Request_ModelWithACeiling_IsCappedInTheTargetsField(string? field, string sent, string received)
    {
        await using var app = await ModelApp.StartAsync((view, _) => view.With("m", new Core.Resources.ModelSpec
        {
            MaxOutputTokens = 100, Targets = [new Core.Resources.TargetSpec { Provider = "up", Deployment = "m", OutputLimitField = field }],
        }));
        app.Upstream.Enqueue(UpstreamReply.Json(200, ChatEvents.Whole));

        await app.PostAsync(Path, sent);

        Assert.Equal(received, app.Upstream.SingleRequest.Text);
    }

    [Fact]
    public async Task Request_TenMegabyteImage_ReachesTheProviderByteForByte()
    {
        await using var app = await ModelApp.StartAsync();
        app.Upstream.Enqueue(UpstreamReply.Json(200, ChatEvents.Whole));
        var body = """{"model":"alias","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,""" + new string('A', 10 * 1024 * 1024) + "\"}}]}]}";

        var response = await app.PostAsync(Path, body);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.True(app.Upstream.SingleRequest.Text == body.Replace("alias", "real-name", StringComparison.Ordinal), "All 10 MB arrive, the name alone changed.");
    }
}
