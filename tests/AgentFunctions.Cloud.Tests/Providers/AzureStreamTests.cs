using AgentFunctions.Core.Resources;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Upstream;

namespace AgentFunctions.Cloud.Tests.Providers;

/// <summary>The client buffers nothing, retries nothing, and holds no time of its own.</summary>
public sealed class AzureStreamTests
{
    private const string Body = """{"model":"m","messages":[{"role":"user","content":"Hi"}]}""";
    private const string Streamed = """{"model":"m","stream":true,"messages":[{"role":"user","content":"Hi"}]}""";

    [Fact]
    public async Task Chat_EventArrives_LeavesBeforeTheNextOneComes()
    {
        await using var app = await AzureApp.StartAsync();
        var next = new TaskCompletionSource();
        app.Upstream.Enqueue(UpstreamReply.Events(ChatEvents.Delta("1")).Await(next.Task).Send(ChatEvents.Finish() + ChatEvents.Done));

        var response = await app.PostAsync(AzureApp.Path, Streamed);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var first = new byte[ChatEvents.Delta("1").Length];
        await stream.ReadExactlyAsync(first).AsTask().WaitAsync(TestWait.DefaultDeadline);
        next.SetResult();

        Assert.Equal(ChatEvents.Finish() + ChatEvents.Done, await new StreamReader(stream).ReadToEndAsync());
    }

    [Theory]
    [InlineData(429)]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Chat_ResourceFails_IsAskedOnceAndSaysSo(int status)
    {
        await using var app = await AzureApp.StartAsync();
        app.Upstream.Default = _ => UpstreamReply.Json(status, """{"error":{"message":"busy","code":"busy"}}""").WithHeader("retry-after-ms", "7000");

        var response = await app.PostAsync(AzureApp.Path, Body);

        Assert.True((int)response.StatusCode >= 400);
        Assert.Single(app.Upstream.Requests);
        Assert.Equal(status == 429 ? "7" : "2", response.Headers.GetValues("Retry-After").Single());
    }

    [Fact]
    public async Task Chat_ConnectionReset_IsTriedAsOftenAsTheModelSays()
    {
        await using var app = await AzureApp.StartAsync(model: Spec(new TimeoutsSpec()) with { Retry = new RetrySpec { Attempts = 2 } });
        app.Upstream.Default = static _ => UpstreamReply.ResetAtOnce();

        var response = await app.PostAsync(AzureApp.Path, Body);

        Assert.Equal(502, (int)response.StatusCode);
        Assert.Equal(2, app.Upstream.Requests.Count);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("close")]
    public async Task Chat_ConnectionBreaksMidStream_EndsWithAnErrorEventAndAnAbort(string how)
    {
        await using var app = await AzureApp.StartAsync();
        var reply = UpstreamReply.Events(ChatEvents.Delta("a"));
        app.Upstream.Enqueue(how == "reset" ? reply.Pause(TimeSpan.FromMilliseconds(50)).Reset() : reply.Close());

        var (text, aborted) = await ReadAsync(await app.PostAsync(AzureApp.Path, Streamed));

        Assert.True(aborted, "A truncated answer never looks whole.");
        Assert.Contains("\"error\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_ResourceFallsSilent_EndsAfterTheIdleTime()
    {
        await using var app = await AzureApp.StartAsync(model: Spec(new TimeoutsSpec { Idle = TimeSpan.FromMilliseconds(300) }));
        app.Upstream.Enqueue(UpstreamReply.Events(ChatEvents.Delta("a")).Stall());

        var (text, aborted) = await ReadAsync(await app.PostAsync(AzureApp.Path, Streamed));

        Assert.True(aborted);
        Assert.Contains("upstream_timeout", text, StringComparison.Ordinal);
        await app.Upstream.SingleRequest.ClientGone.WaitAsync(TestWait.DefaultDeadline);
    }

    [Theory]
    [InlineData(Body, "total")]
    [InlineData(Streamed, "first event")]
    public async Task Chat_NoAnswerInTime_Is504(string body, string words)
    {
        var short_ = TimeSpan.FromMilliseconds(400);
        await using var app = await AzureApp.StartAsync(model: Spec(new TimeoutsSpec { FirstToken = short_, Total = body == Body ? short_ : TimeSpan.FromMinutes(1) }));
        app.Upstream.Enqueue(UpstreamReply.Events().Stall());

        var response = await app.PostAsync(AzureApp.Path, body);

        Assert.Equal(504, (int)response.StatusCode);
        Assert.Contains(words, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_CallerGoes_CutsTheConnectionToTheResource()
    {
        await using var app = await AzureApp.StartAsync();
        app.Upstream.Enqueue(UpstreamReply.Events(ChatEvents.Delta("a")).Stall());
        using (var response = await app.PostAsync(AzureApp.Path, Streamed))
        {
            await using var stream = await response.Content.ReadAsStreamAsync();
            await stream.ReadExactlyAsync(new byte[10]);
        }

        await app.Upstream.SingleRequest.ClientGone.WaitAsync(TestWait.DefaultDeadline);
    }

    private static ModelSpec Spec(TimeoutsSpec timeouts) => new() { Targets = [new TargetSpec { Provider = "up", Deployment = "m" }], Retry = new RetrySpec { Attempts = 1 }, Timeouts = timeouts };

    private static async Task<(string Text, bool Aborted)> ReadAsync(HttpResponseMessage response)
    {
        using var read = new MemoryStream();
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync();
            await stream.CopyToAsync(read);
            return (System.Text.Encoding.UTF8.GetString(read.ToArray()), false);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            return (System.Text.Encoding.UTF8.GetString(read.ToArray()), true);
        }
    }
}
