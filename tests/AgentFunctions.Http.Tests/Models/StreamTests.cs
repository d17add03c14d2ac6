using System.Text;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Hosting;
using AgentFunctions.TestKit.Upstream;

namespace AgentFunctions.Http.Tests.Models;

/// <summary>A streamed event leaves at once, and a broken stream never looks whole.</summary>
public sealed class StreamTests
{
    private const string Path = "/v1/chat/completions";
    private const string Body = """{"model":"m","stream":true,"messages":[{"role":"user","content":"Hi"}]}""";

    public static TheoryData<string, string[]> Broken => new()
    {
        { "ends without [DONE]", [ChatEvents.Delta("a"), ChatEvents.Finish()] },
        { "ends within an event", [ChatEvents.Delta("a"), ChatEvents.Delta("b")[..40]] },
        { "[DONE] without a finish reason", [ChatEvents.Delta("a"), ChatEvents.Done] },
        { "[DONE] before the second choice finished", [ChatEvents.Delta("a"), ChatEvents.Delta("b", 1), ChatEvents.Finish(), ChatEvents.Done] },
        { "a chunk that is not JSON", [ChatEvents.Delta("a"), "data: {\"choices\":[{\n\n", ChatEvents.Finish(), ChatEvents.Done] },
        { "a chunk that is not an object", [ChatEvents.Delta("a"), "data: 5\n\n", ChatEvents.Finish(), ChatEvents.Done] },
        { "a chunk without choices", [ChatEvents.Delta("a"), "data: {}\n\n", ChatEvents.Finish(), ChatEvents.Done] },
        { "an error in the stream", [ChatEvents.Delta("a"), "data: {\"error\":{\"message\":\"overloaded\"}}\n\n", ChatEvents.Done] },
        { "a name that is no text", [ChatEvents.Delta("a"), "data: {\"\\ud800\":1,\"choices\":[]}\n\n", ChatEvents.Finish(), ChatEvents.Done] },
        { "nothing after the first event", [ChatEvents.Delta("a")] },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Chat_StreamBreaksAfterTheFirstEvent_EndsWithAnErrorEventAndAnAbort(string why, string[] events)
    {
        await using var app = await ModelApp.StartAsync();
        app.Upstream.Enqueue(UpstreamReply.Events(events));

        var (text, aborted) = await ReadAsync(await app.PostAsync(Path, Body));

        AssertBroken(why, text, aborted);
        Assert.StartsWith(events[0], text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("close")]
    public async Task Chat_ConnectionBreaksMidStream_EndsWithAnErrorEventAndAnAbort(string how)
    {
        await using var app = await ModelApp.StartAsync();
        var reply = UpstreamReply.Events(ChatEvents.Delta("a"));
        app.Upstream.Enqueue(how == "reset" ? reply.Pause(TimeSpan.FromMilliseconds(50)).Reset() : reply.Close());

        var (text, aborted) = await ReadAsync(await app.PostAsync(Path, Body));

        AssertBroken(how, text, aborted);
    }

    [Fact]
    public async Task Chat_ProviderFallsSilent_EndsAfterTheIdleTime()
    {
        await using var app = await ModelApp.StartAsync(static (view, _) => view.With("m", Spec(new TimeoutsSpec { Idle = TimeSpan.FromMilliseconds(300) })));
        app.Upstream.Enqueue(UpstreamReply.Events(ChatEvents.Delta("a")).Stall());

        var (text, aborted) = await ReadAsync(await app.PostAsync(Path, Body));

        AssertBroken("idle", text, aborted, "upstream_timeout");
        await app.Upstream.SingleRequest.ClientGone.WaitAsync(TestWait.DefaultDeadline);
    }

    [Fact]
    public async Task Chat_NoFirstEventInTime_Is504()
    {
        await using var app = await ModelApp.StartAsync(static (view, _) => view.With("m", Spec(new TimeoutsSpec { FirstToken = TimeSpan.FromMilliseconds(300) })));
        app.Upstream.Enqueue(UpstreamReply.Events().Stall());

        var response = await app.PostAsync(Path, Body);

        Assert.Equal(504, (int)response.StatusCode);
        Assert.Contains("\"upstream_timeout\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("empty")]
    [InlineData("comment")]
    [InlineData("malformed")]
    [InlineData("error")]
    [InlineData("json")]
    public async Task Chat_ProviderDiesBeforeItsFirstEvent_IsRetried(string how)
    {
        await using var app = await ModelApp.StartAsync(static (view, _) => view.With("m", Spec(new TimeoutsSpec()) with { Retry = new RetrySpec { Attempts = 2 } }));
        app.Upstream.Enqueue(how switch
        {
            "reset" => UpstreamReply.ResetAtOnce(),
            "empty" => UpstreamReply.Events(),
            "comment" => UpstreamReply.Events(": thinking\n\n").Close(),
            "malformed" => UpstreamReply.Events("data: {{\n\n"),
            "error" => UpstreamReply.Events("data: {\"error\":{\"message\":\"overloaded\"}}\n\n"),
            _ => UpstreamReply.Json(200, ChatEvents.Whole),
        });
        app.Upstream.Enqueue(UpstreamReply.Events([.. ChatEvents.Complete]));

        var (text, aborted) = await ReadAsync(await app.PostAsync(Path, Body));

        Assert.False(aborted);
        Assert.EndsWith(ChatEvents.Done, text, StringComparison.Ordinal);
        Assert.Equal(2, app.Upstream.Requests.Count);
    }

    [Fact]
    public async Task Chat_EventArrives_LeavesBeforeTheNextOneComes()
    {
        await using var app = await ModelApp.StartAsync();
        var (second, third) = (new TaskCompletionSource(), new TaskCompletionSource());
        app.Upstream.Enqueue(UpstreamReply.Events(ChatEvents.Delta("1")).Await(second.Task).Send(ChatEvents.Delta("2")).Await(third.Task).Send(ChatEvents.Finish() + ChatEvents.Done));

        var response = await app.PostAsync(Path, Body);
        await using var stream = await response.Content.ReadAsStreamAsync();

        Assert.Equal(ChatEvents.Delta("1"), await ReadExactlyAsync(stream, ChatEvents.Delta("1").Length));
        second.SetResult();
        Assert.Equal(ChatEvents.Delta("2"), await ReadExactlyAsync(stream, ChatEvents.Delta("2").Length));
        third.SetResult();
        Assert.Equal(ChatEvents.Finish() + ChatEvents.Done, await new StreamReader(stream).ReadToEndAsync());
    }

    [Fact]
    public async Task Chat_LastLineEndMissing_IsStillWhole()
    {
        await using var app = await ModelApp.StartAsync();
        app.Upstream.Enqueue(UpstreamReply.Events(ChatEvents.Delta("a"), ChatEvents.Finish(), "data: [DONE]"));

        var (text, aborted) = await ReadAsync(await app.PostAsync(Path, Body));

        Assert.False(aborted);
        Assert.EndsWith("data: [DONE]", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_UsageAskedFor_IsPassedOnAndTheBodyUntouched()
    {
        const string Asked = """{"model":"m","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"Hi"}]}""";
        await using var app = await ModelApp.StartAsync();
        app.Upstream.Enqueue(UpstreamReply.Events([.. ChatEvents.Complete]));

        var (text, _) = await ReadAsync(await app.PostAsync(Path, Asked));

        Assert.Equal(string.Concat(ChatEvents.Complete), text);
        Assert.Equal(Asked, app.Upstream.SingleRequest.Text);
    }

    [Theory]
    [InlineData("""{"model":"m","stream":true,"stream_options":null,"messages":[{}]}""", """{"model":"m","stream":true,"stream_options":{"include_usage":true},"messages":[{}]}""")]
    [InlineData("""{"model":"m","stream":true,"stream_options":{},"messages":[{}]}""", """{"model":"m","stream":true,"stream_options":{"include_usage":true},"messages":[{}]}""")]
    [InlineData("""{"model":"m","stream":true,"stream_options":{"x":1},"messages":[{}]}""", """{"model":"m","stream":true,"stream_options":{"include_usage":true,"x":1},"messages":[{}]}""")]
    [InlineData("""{"model":"m","stream":true,"stream_options":{"include_usage":false},"messages":[{}]}""", """{"model":"m","stream":true,"stream_options":{"include_usage":true},"messages":[{}]}""")]
    public async Task Chat_Streaming_UsageIsAlwaysAskedUpstream(string sent, string received)
    {
        await using var app = await ModelApp.StartAsync();
        app.Upstream.Enqueue(UpstreamReply.Events([.. ChatEvents.Complete]));

        await ReadAsync(await app.PostAsync(Path, sent));

        Assert.Equal(received, app.Upstream.SingleRequest.Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Chat_CallerDisconnects_UpstreamIsCancelledWithinASecond(bool midStream)
    {
        await using var app = await ModelApp.StartAsync();
        app.Upstream.Enqueue(midStream ? UpstreamReply.Events(ChatEvents.Delta("a")).Stall() : UpstreamReply.Events().Stall());
        using var caller = new CancellationTokenSource();

        // A client that cuts at once, as SDKs do, instead of reading on for a while.
        using var client = new HttpClient(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero, MaxResponseDrainSize = 0 }) { BaseAddress = app.App.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new StringContent(Body) };
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + FakeAuthenticator.KeyOf("demo"));
        var asking = client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, caller.Token);
        await TestWait.UntilAsync(() => app.Upstream.Requests.Count == 1, "the upstream got the request");
        var response = midStream ? await asking : null;
        await caller.CancelAsync();
        response?.Dispose();

        await app.Upstream.SingleRequest.ClientGone.WaitAsync(TimeSpan.FromSeconds(1));
        if (!midStream) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task Chat_KeyRevokedMidStream_EndsWithinTwoSeconds()
    {
        await using var app = await ModelApp.StartAsync();
        app.Upstream.Enqueue(UpstreamReply.Events(ChatEvents.Delta("a")).Stall());
        var response = await app.PostAsync(Path, Body);

        app.Authenticator.Error = ApiErrors.InvalidApiKey;
        var (text, aborted) = await ReadAsync(response).WaitAsync(TimeSpan.FromSeconds(2));

        AssertBroken("revoked", text, aborted, "invalid_api_key");
        await app.Upstream.SingleRequest.ClientGone.WaitAsync(TestWait.DefaultDeadline);
    }

    [Fact]
    public async Task Chat_ModelWithdrawnMidStream_EndsWithinTwoSeconds()
    {
        await using var app = await ModelApp.StartAsync();
        app.Upstream.Enqueue(UpstreamReply.Events(ChatEvents.Delta("a")).Stall());
        var response = await app.PostAsync(Path, Body);

        app.View.With("demo", new AgentSpec { Models = ["alias"] });
        var (text, aborted) = await ReadAsync(response).WaitAsync(TimeSpan.FromSeconds(2));

        AssertBroken("withdrawn", text, aborted, "model_not_allowed");
    }

    [Theory]
    [InlineData("/v1/chat/completions", "\"choices\":[]}")]
    [InlineData("/v1/responses", ": keep-alive\n\n")]
    public async Task Stream_ProviderIsSilent_KeepAlivesInTheSurfacesShape(string path, string expected)
    {
        await using var app = await ModelApp.StartAsync(options: static options => (options.KeepAliveInterval, options.RecheckInterval) = (TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(200)));
        var gate = new TaskCompletionSource();
        var isChat = path.Contains("chat", StringComparison.Ordinal);
        app.Upstream.Enqueue(isChat
            ? UpstreamReply.Events(ChatEvents.Delta("a")).Await(gate.Task).Send(ChatEvents.Finish() + ChatEvents.Done)
            : UpstreamReply.Events(ChatEvents.Response("response.created", "\"response\":{\"id\":\"resp_1\"}")).Await(gate.Task).Send(ChatEvents.ResponseCompleted("resp_1")));

        var response = await app.PostAsync(path, isChat ? Body : """{"model":"m","stream":true,"input":"x"}""");
        await using var stream = await response.Content.ReadAsStreamAsync();
        var text = "";
        while (!text.Contains(expected, StringComparison.Ordinal)) text += await ReadExactlyAsync(stream, 1);
        gate.SetResult();

        Assert.EndsWith(isChat ? ChatEvents.Done : ChatEvents.ResponseCompleted("resp_1"), text + await new StreamReader(stream).ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no terminal event", "")]
    [InlineData("an error event", "event: error\ndata: {\"type\":\"error\",\"message\":\"x\"}\n\n")]
    [InlineData("not JSON", "data: {\n\n")]
    [InlineData("early [DONE]", "data: [DONE]\n\n")]
    public async Task Responses_StreamBreaks_EndsWithAnErrorEventAndAnAbort(string why, string last)
    {
        await using var app = await ModelApp.StartAsync();
        app.Upstream.Enqueue(UpstreamReply.Events(ChatEvents.Response("response.created", "\"response\":{\"id\":\"resp_1\"}", 4), last.Length > 0 ? last : ": x\n\n"));

        var (text, aborted) = await ReadAsync(await app.PostAsync("/v1/responses", """{"model":"m","stream":true,"input":"x"}"""));

        Assert.True(aborted, why);
        Assert.EndsWith("\"sequence_number\":5}\n\n", text, StringComparison.Ordinal);
        Assert.Contains("event: error\ndata: {\"type\":\"error\",\"code\":\"upstream_error\"", text, StringComparison.Ordinal);
    }

    private static ModelSpec Spec(TimeoutsSpec timeouts) => new() { Targets = [new TargetSpec { Provider = "up", Deployment = "m" }], Retry = new RetrySpec { Attempts = 1 }, Timeouts = timeouts };

    private static void AssertBroken(string why, string text, bool aborted, string code = "upstream_error")
    {
        Assert.True(aborted, $"The connection is aborted: {why}.");
        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
        Assert.Contains("data: {\"error\":{", text, StringComparison.Ordinal);
        Assert.EndsWith($"\"code\":\"{code}\"}}}}\n\n", text, StringComparison.Ordinal);
    }

    private static async Task<(string Text, bool Aborted)> ReadAsync(HttpResponseMessage response)
    {
        Assert.Equal(200, (int)response.StatusCode);
        var text = new StringBuilder();
        await using var stream = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[4096];
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer)) > 0) text.Append(Encoding.UTF8.GetString(buffer, 0, read));
            return (text.ToString(), false);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            return (text.ToString(), true);
        }
    }

    private static async Task<string> ReadExactlyAsync(Stream stream, int count)
    {
        var buffer = new byte[count];
        await stream.ReadExactlyAsync(buffer).AsTask().WaitAsync(TestWait.DefaultDeadline);
        return Encoding.UTF8.GetString(buffer);
    }
}
