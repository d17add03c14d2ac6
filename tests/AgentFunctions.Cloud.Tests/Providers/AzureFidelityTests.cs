using System.Text;
using AgentFunctions.TestKit.Hosting;
using AgentFunctions.TestKit.Upstream;

namespace AgentFunctions.Cloud.Tests.Providers;

/// <summary>Through Microsoft's client as through our own: bytes in are bytes out, both ways.</summary>
public sealed class AzureFidelityTests
{
    public static TheoryData<string> Requests =>
    [
        """{"model":"m","messages":[{"role":"user","content":"Hi"}]}""",
        """ { "messages" : [ {"content":"x" , "role":"user"} ] ,"unknown":{"deep":[1,2,{"z":null}]},"model":"m"   } """ + "\r\n\t",
        """{"model":"m","temperature":1.0,"top_p":1e0,"seed":-0,"big":123456789012345678901234567890,"small":1e-400,"exp":1E+5,"messages":[{}]}""",
        """{"model":"m","messages":[{"role":"user","content":"h\u00e9llo \ud83c\udf0d \/ \b\f caf\u0065"}]}""",
        """{"model":"m","messages":[{"role":"user","content":"héllo 🌍 مرحبا 日本語"}]}""",
        """{"model":"m","dup":1,"dup":2,"messages":[{"x":1,"x":2}]}""",
        """{"model":"m","max_completion_tokens":6,"stop":["\n"],"messages":[{}]}""",
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
        new[] { ": comment\n\n", "event: x\nid: 1\nretry: 5\ndata: {\ndata: \"choices\":[{\"index\":0,\"finish_reason\":\"stop\"}]\ndata: }\n\n", "data: [DONE]\n\n" },
        new[] { "data: {\"choices\":[]  ,\"prompt_filter_results\":[],\"usage\":null}\n\n", ChatEvents.Delta("a"), ChatEvents.Delta("b", 1), ChatEvents.Finish(1), ChatEvents.Finish(), "data: [DONE]\n\n" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Request_AnyJson_ReachesTheResourceByteForByte(string body)
    {
        await using var app = await AzureApp.StartAsync(managedIdentity: body.Length % 2 == 0);
        app.Upstream.Enqueue(UpstreamReply.Json(200, ChatEvents.Whole));

        var response = await app.PostAsync(AzureApp.Path, body);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(body, app.Upstream.SingleRequest.Text);
        Assert.Equal(Encoding.UTF8.GetByteCount(body).ToString(System.Globalization.CultureInfo.InvariantCulture), app.Upstream.SingleRequest.Header("Content-Length"));
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Answer_AnyJson_ReachesTheCallerByteForByte(string body)
    {
        await using var app = await AzureApp.StartAsync();
        app.Upstream.Enqueue(UpstreamReply.Json(200, body));

        Assert.Equal(body, await (await app.PostAsync(AzureApp.Path, """{"model":"m","messages":[{}]}""")).Content.ReadAsStringAsync());
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Stream_SplitAtEveryByte_ReachesTheCallerByteForByte(string[] events)
    {
        await using var app = await AzureApp.StartAsync(managedIdentity: true);
        var bytes = Encoding.UTF8.GetBytes(string.Concat(events));
        var reply = UpstreamReply.Events();
        foreach (var part in bytes.Chunk(1)) reply.Send(part);
        app.Upstream.Enqueue(reply);

        var response = await app.PostAsync(AzureApp.Path, """{"model":"m","stream":true,"messages":[{}]}""");

        Assert.Equal(bytes, await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Request_Alias_GoesToTheDeploymentOfThePath()
    {
        await using var app = await AzureApp.StartAsync();
        app.Upstream.Enqueue(UpstreamReply.Json(200, ChatEvents.Whole));

        await app.PostAsync(AzureApp.Path, """{"model":"alias","messages":[{}]}""");

        var sent = app.Upstream.SingleRequest;
        Assert.Equal(("POST", "/openai/deployments/real-name/chat/completions?api-version=2024-10-21"), (sent.Method, sent.Target));
        Assert.Equal("""{"model":"real-name","messages":[{}]}""", sent.Text);
    }

    [Fact]
    public async Task Request_ApiVersionDeclared_IsSentInsteadOfTheClients()
    {
        await using var app = await AzureApp.StartAsync(change: static spec => spec with { ApiVersion = "2031-01-01-preview" });
        app.Upstream.Enqueue(UpstreamReply.Json(200, ChatEvents.Whole));

        await app.PostAsync(AzureApp.Path, """{"model":"m","messages":[{}]}""");

        Assert.Equal("/openai/deployments/m/chat/completions?api-version=2031-01-01-preview", app.Upstream.SingleRequest.Target);
    }

    [Fact]
    public async Task Embeddings_Whole_ByteForByteBothWays()
    {
        const string Sent = """{"model":"m", "input":["a","b"],"dimensions":1.0}""";
        const string Received = """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[1e-3,-0.50]}], "usage":{"prompt_tokens":2,"total_tokens":2}}""";
        await using var app = await AzureApp.StartAsync();
        app.Upstream.Enqueue(UpstreamReply.Json(200, Received));

        var response = await app.PostAsync("/v1/embeddings", Sent);

        var text = await response.Content.ReadAsStringAsync();
        Assert.True(text == Received, text + " " + app.Upstream.SingleRequest.Target + " " + app.Upstream.SingleRequest.Text);
        Assert.Equal((Sent, "/openai/deployments/m/embeddings?api-version=2024-10-21"), (app.Upstream.SingleRequest.Text, app.Upstream.SingleRequest.Target));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Responses_AzureResource_TakesTheOpenAIFormOfIt(bool identity)
    {
        const string Sent = """{"model":"m","input":"Hi","store":false}""";
        const string Received = """{"id":"resp_1","object":"response","status":"completed","error":null,"output":[],"usage":{"input_tokens":1,"output_tokens":1,"total_tokens":2}}""";
        await using var app = await AzureApp.StartAsync(identity);
        app.Upstream.Enqueue(UpstreamReply.Json(200, Received));

        var response = await app.PostAsync("/v1/responses", Sent);

        Assert.Equal(Received, await response.Content.ReadAsStringAsync());
        var sent = app.Upstream.SingleRequest;
        Assert.Equal(("/openai/v1/responses", "Bearer " + ModelApp.Canary), (sent.Target, sent.Header("Authorization")));
    }

    [Fact]
    public async Task Request_TenMegabyteImage_ReachesTheResourceByteForByte()
    {
        await using var app = await AzureApp.StartAsync();
        app.Upstream.Enqueue(UpstreamReply.Json(200, ChatEvents.Whole));
        var body = """{"model":"alias","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,""" + new string('A', 10 * 1024 * 1024) + "\"}}]}]}";

        var response = await app.PostAsync(AzureApp.Path, body);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.True(app.Upstream.SingleRequest.Text == body.Replace("alias", "real-name", StringComparison.Ordinal), "All 10 MB arrive, the name alone changed.");
    }
}
