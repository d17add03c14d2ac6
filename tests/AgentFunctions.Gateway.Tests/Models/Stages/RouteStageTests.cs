using AgentFunctions.Core.Resources;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Providers;

namespace AgentFunctions.Gateway.Tests.Models.Stages;

public sealed class RouteStageTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Invoke_ServerErrorThenSuccess_RetriesTheSameTarget()
    {
        await using var harness = new GatewayHarness().Model(Model("one"));
        harness.Provider.On("one", 500);

        var answer = await harness.AskTurningAsync(Step);

        Assert.Equal(GatewayHarness.Answer, await GatewayHarness.TextAsync(answer));
        Assert.Equal(["one", "one"], harness.Provider.Attempts);
    }

    [Fact]
    public async Task Invoke_TargetKeepsFailing_FailsOverToTheNextPriority()
    {
        await using var harness = new GatewayHarness().Model(Model("one", "two"));
        harness.Provider.On("one", 503).On("one", 502);

        await GatewayHarness.TextAsync(await harness.AskTurningAsync(Step));

        Assert.Equal(["one", "one", "two"], harness.Provider.Attempts);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(409)]
    [InlineData(413)]
    [InlineData(422)]
    public async Task Invoke_ProviderRefusesTheRequest_IsPassedOnAndNotRetried(int status)
    {
        const string Body = """{"error":{"message":"no","type":"invalid_request_error","param":"x","code":"bad_x"},"more":1}""";
        await using var harness = new GatewayHarness().Model(Model("one", "two"));
        harness.Provider.On("one", status, Body);

        var answer = await harness.AskAsync();

        Assert.Equal(status, Assert.IsType<AgentFunctions.Gateway.Models.Answers.WholeModelAnswer>(answer).Status);
        Assert.Equal(Body, await GatewayHarness.TextAsync(answer));
        Assert.Equal(["one"], harness.Provider.Attempts);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(402)]
    [InlineData(403)]
    [InlineData(301)]
    [InlineData(404)]
    public async Task Invoke_ProviderRefusesUs_IsUpstreamErrorWithoutItsWords(int status)
    {
        await using var harness = new GatewayHarness().Model(Model("one"));
        harness.Provider.On("one", status, """{"error":{"message":"Incorrect API key sk-abc","code":"invalid_api_key"}}""");

        var error = GatewayHarness.Error(await harness.AskAsync());

        Assert.Equal((502, "upstream_error", (bool?)false), (error.Status, error.Code, error.ShouldRetry));
        Assert.DoesNotContain("sk-abc", error.Message, StringComparison.Ordinal);
        Assert.Equal(["one"], harness.Provider.Attempts);
    }

    [Fact]
    public async Task Invoke_UnknownModelAtProvider_IsPassedOnAs404()
    {
        await using var harness = new GatewayHarness().Model(Model("one"));
        harness.Provider.On("one", 404, """{"error":{"message":"The model `one` does not exist","type":"invalid_request_error","param":null,"code":"model_not_found"}}""");

        Assert.Equal(404, Assert.IsType<AgentFunctions.Gateway.Models.Answers.WholeModelAnswer>(await harness.AskAsync()).Status);
    }

    [Fact]
    public async Task Invoke_Throttled_WaitsForAShortRetryAfter()
    {
        await using var harness = new GatewayHarness().Model(Model("one"));
        harness.Provider.On("one", 429, retryAfter: TimeSpan.FromSeconds(2));
        var started = harness.Time.GetUtcNow();

        await GatewayHarness.TextAsync(await harness.AskTurningAsync(Step));

        Assert.True(harness.Time.GetUtcNow() - started >= TimeSpan.FromSeconds(2), "The provider's Retry-After of 2 s is honoured.");
    }

    [Fact]
    public async Task Invoke_ThrottledForLong_FailsOverAtOnceThenSays429()
    {
        await using var harness = new GatewayHarness().Model(Model("one", "two"));
        harness.Provider.On("one", 429, retryAfter: TimeSpan.FromSeconds(30)).On("two", 429, retryAfter: TimeSpan.FromSeconds(40));

        var error = GatewayHarness.Error(await harness.AskAsync());

        Assert.Equal((429, "rate_limited", TimeSpan.FromSeconds(40)), (error.Status, error.Code, error.RetryAfter));
        Assert.Equal(["one", "two"], harness.Provider.Attempts);
    }

    [Fact]
    public async Task Invoke_FailuresReachTheThreshold_TargetCoolsThenOneProbeCloses()
    {
        var model = Model("one") with { Retry = new RetrySpec { Attempts = 1 }, Breaker = new BreakerSpec { Failures = 3, Window = TimeSpan.FromSeconds(30), Cooldown = TimeSpan.FromSeconds(15) } };
        await using var harness = new GatewayHarness().Model(model);
        for (var i = 0; i < 3; i++)
        {
            harness.Provider.On("one", 500);
            Assert.Equal(502, GatewayHarness.Error(await harness.AskAsync()).Status);
        }

        var cooling = GatewayHarness.Error(await harness.AskAsync());
        Assert.Equal((503, "all_targets_cooling", TimeSpan.FromSeconds(15)), (cooling.Status, cooling.Code, cooling.RetryAfter));
        Assert.Contains("the provider 'p' answered 500", cooling.Message, StringComparison.Ordinal);

        harness.Time.Advance(TimeSpan.FromSeconds(15));
        await GatewayHarness.TextAsync(await harness.AskAsync());
        await GatewayHarness.TextAsync(await harness.AskAsync());
        Assert.Equal(5, harness.Provider.Attempts.Count);
    }

    [Fact]
    public async Task Invoke_ProbeFails_OpensForAnotherCooldown()
    {
        var model = Model("one") with { Retry = new RetrySpec { Attempts = 1 }, Breaker = new BreakerSpec { Failures = 1 } };
        await using var harness = new GatewayHarness().Model(model);
        harness.Provider.On("one", 500).On("one", 500);
        await harness.AskAsync();
        harness.Time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(502, GatewayHarness.Error(await harness.AskAsync()).Status);

        Assert.Equal(503, GatewayHarness.Error(await harness.AskAsync()).Status);
    }

    [Fact]
    public async Task Invoke_FailuresOutsideTheWindow_DoNotOpen()
    {
        var model = Model("one") with { Retry = new RetrySpec { Attempts = 1 }, Breaker = new BreakerSpec { Failures = 2, Window = TimeSpan.FromSeconds(10) } };
        await using var harness = new GatewayHarness().Model(model);
        for (var i = 0; i < 4; i++)
        {
            harness.Provider.On("one", 500);
            Assert.Equal(502, GatewayHarness.Error(await harness.AskAsync()).Status);
            harness.Time.Advance(TimeSpan.FromSeconds(11));
        }
    }

    [Fact]
    public async Task Invoke_OneTargetCooling_UsesTheOther()
    {
        var model = Model("one", "two") with { Retry = new RetrySpec { Attempts = 1 }, Breaker = new BreakerSpec { Failures = 1 } };
        await using var harness = new GatewayHarness().Model(model);
        harness.Provider.On("one", 500);
        await GatewayHarness.TextAsync(await harness.AskAsync());
        await GatewayHarness.TextAsync(await harness.AskAsync());

        Assert.Equal(["one", "two", "two"], harness.Provider.Attempts);
    }

    [Fact]
    public async Task Invoke_TruncatedAnswer_IsRetriedAndNeverPassedOn()
    {
        await using var harness = new GatewayHarness().Model(Model("one"));
        harness.Provider.On("one", 200, GatewayHarness.Answer[..^1]).On("one", 200, GatewayHarness.Answer[..40]);

        var error = GatewayHarness.Error(await harness.AskTurningAsync(Step));

        Assert.Equal((502, "upstream_error"), (error.Status, error.Code));
        Assert.Equal(2, harness.Provider.Attempts.Count);
    }

    [Theory]
    [InlineData("""<html>oops</html>""")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"a":1}{"b":2}""")]
    [InlineData("""{"error":{"message":"overloaded","code":529}}""")]
    public async Task Invoke_SuccessStatusWithoutAnAnswer_IsUpstreamError(string body)
    {
        await using var harness = new GatewayHarness().Model(Model("one") with { Retry = new RetrySpec { Attempts = 1 } });
        harness.Provider.On("one", 200, body);

        Assert.Equal((502, "upstream_error"), (GatewayHarness.Error(await harness.AskAsync()) is var error ? error.Status : 0, error.Code));
    }

    [Fact]
    public async Task Invoke_TotalTimePassed_Is504AndNotRetried()
    {
        await using var harness = new GatewayHarness().Model(Model("one") with { Timeouts = new TimeoutsSpec { Total = TimeSpan.FromSeconds(30) } });
        harness.Provider.On("one", HangAsync);

        var error = GatewayHarness.Error(await harness.AskTurningAsync(TimeSpan.FromSeconds(1)));

        Assert.Equal((504, "upstream_timeout"), (error.Status, error.Code));
        Assert.Single(harness.Provider.Attempts);
    }

    [Fact]
    public async Task Invoke_HostCapForWholeAnswers_Is504AdvisingToStream()
    {
        await using var harness = new GatewayHarness(static options => options.WholeAnswerCap = TimeSpan.FromSeconds(220)).Model(Model("one"));
        harness.Provider.On("one", HangAsync);

        var error = GatewayHarness.Error(await harness.AskTurningAsync(TimeSpan.FromSeconds(5)));

        Assert.Equal((504, "upstream_timeout"), (error.Status, error.Code));
        Assert.Contains("\"stream\": true", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_CallerGone_CancelsTheProviderAndThrows()
    {
        await using var harness = new GatewayHarness().Model(Model("one"));
        harness.Provider.On("one", HangAsync);
        using var caller = new CancellationTokenSource();
        var call = await harness.CallAsync();
        var asking = harness.Gateway.InvokeAsync(call, caller.Token).AsTask();

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.Equal(AttemptOutcome.CallerGone, call.CurrentAttempt!.Outcome);
    }

    [Fact]
    public async Task Invoke_UnknownProviderType_SaysSo()
    {
        await using var harness = new GatewayHarness().Model(new ModelSpec { Targets = [new TargetSpec { Provider = "az", Deployment = "x" }] });
        harness.View.With("az", new ProviderSpec { Type = "azure-openai" });

        var error = GatewayHarness.Error(await harness.AskAsync());

        Assert.Equal(502, error.Status);
        Assert.Contains("azure-openai", error.Message, StringComparison.Ordinal);
    }

    private static async Task<ProviderAnswer> HangAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException("Never reached.");
    }

    private static ModelSpec Model(params string[] deployments) => new()
    {
        Targets = [.. deployments.Select(static (deployment, index) => new TargetSpec { Provider = "p", Deployment = deployment, Priority = index })],
    };
}
