using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Tools;
using AgentFunctions.Core.Tools.Declaration;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Gateway.Tests.Tools;

/// <summary>One call is done once: repeats are answered from the record, and what nobody knows is asked instead of sent again.</summary>
public sealed class ToolRepeatTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Repeat_AnsweredBefore_AnswersTheSameAndExecutesOnce(bool idempotent)
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool(effect: ToolSideEffect.Reversible, idempotent: idempotent);

        var first = ToolHarness.Result(await harness.InvokeAsync("""{"id":"1","amount":5}"""));
        await harness.RestartAsync();
        var second = ToolHarness.Result(await harness.InvokeAsync("""{"amount":5,"id":"1"}"""));

        Assert.Single(harness.Server.Calls);
        Assert.False(first.IsRepeat);
        Assert.True(second.IsRepeat);
        Assert.Equal((first.Content.GetRawText(), first.Status, first.Label), (second.Content.GetRawText(), second.Status, second.Label));
    }

    [Fact]
    public async Task Repeat_ErrorOfTheTool_IsRepeatedToo()
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool(effect: ToolSideEffect.Irreversible);
        harness.Server.Handler = static (context, _) => Task.FromResult(context.Response.StatusCode = 500);

        Assert.True(ToolHarness.Result(await harness.InvokeAsync()).IsError);
        Assert.True(ToolHarness.Result(await harness.InvokeAsync()) is { IsError: true, IsRepeat: true, Status: 500 });
        Assert.Single(harness.Server.Calls);
    }

    [Fact]
    public async Task Repeat_LargeResult_IsKeptWhole()
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool("GET", "/", change: static spec => spec with { MaxResponseBytes = 4 * 1024 * 1024 });
        var text = new string('x', 2_000_000) + "é";
        harness.Server.Handler = (context, _) => context.Response.WriteAsync(text);

        await harness.InvokeAsync();
        var repeat = ToolHarness.Result(await harness.InvokeAsync());

        Assert.True(repeat.IsRepeat);
        Assert.Equal(text, repeat.Content.GetString());
    }

    [Theory]
    [InlineData("""{"id":"2"}""", "t.one")]
    [InlineData("""{"id":"1"}""", "t.two")]
    public async Task Repeat_OtherArgumentsOrTool_IsAMismatch(string arguments, string tool)
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool(effect: ToolSideEffect.Reversible).View.With("t.two", harness.View.Tools["t.one"].Spec);

        await harness.InvokeAsync("""{"id":"1"}""");

        Assert.Equal(ErrorCodes.IdempotencyMismatch, ToolHarness.Code(await harness.InvokeAsync(arguments, tool: tool)));
        Assert.Single(harness.Server.Calls);
    }

    [Fact]
    public async Task Repeat_SameKeyOfAnotherAgent_IsAnotherCall()
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool(effect: ToolSideEffect.Reversible).View.With("b", new Core.Resources.AgentSpec { Tools = ["t.one"] });

        await harness.InvokeAsync();
        Assert.False(ToolHarness.Result(await harness.InvokeAsync(agent: "b")).IsRepeat);
        Assert.Equal(2, harness.Server.Calls.Count);
    }

    [Fact]
    public async Task Repeat_AtTheSameTime_ExecutesOnce()
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool(effect: ToolSideEffect.Irreversible);
        var gate = new TaskCompletionSource();
        harness.Server.Handler = async (context, _) =>
        {
            await gate.Task;
            await context.Response.WriteAsync("done");
        };

        var calls = Enumerable.Range(0, 8).Select(_ => harness.InvokeAsync()).ToArray();
        gate.SetResult();
        var results = (await Task.WhenAll(calls)).Select(ToolHarness.Result).ToList();

        Assert.Single(harness.Server.Calls);
        Assert.Single(results, static r => !r.IsRepeat);
        Assert.All(results, static r => Assert.Equal("done", r.Content.GetString()));
    }

    [Fact]
    public async Task Unknown_KilledBetweenIntentAndResult_IsAskedAndNeverSentAgain()
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool(effect: ToolSideEffect.Irreversible);
        await LoseResultAsync(harness, "s1");
        Assert.Single(harness.Server.Calls);

        await harness.RestartAsync();
        var approval = ToolHarness.Unknown(await harness.InvokeAsync("""{"id":"1"}""", "run_1:s1", "s1"));
        Assert.Equal(approval.Id, ToolHarness.Unknown(await harness.InvokeAsync("""{"id":"1"}""", "run_1:s1", "s1")).Id);

        Assert.Equal((Core.Approvals.ApprovalKind.Outcome, "run_1", "s1"), (approval.Request.Kind, approval.Request.RunId, approval.Request.StepId));
        Assert.Single(harness.Server.Calls);
    }

    [Theory]
    [InlineData("""{"refund":"r1"}""", """{"refund":"r1"}""")]
    [InlineData(null, """{"note":"It took effect. Its answer is not known."}""")]
    public async Task Unknown_PersonSaysHappened_AnswersWhatTheySaidAndIsNotSent(string? value, string content)
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool(effect: ToolSideEffect.Irreversible);
        await LoseResultAsync(harness, "s1");
        await harness.RestartAsync();
        harness.Approvals.Happened(ToolHarness.Unknown(await harness.InvokeAsync("""{"id":"1"}""", "run_1:s1", "s1")).Id, value);

        for (var i = 0; i < 2; i++) Assert.Equal(content, ToolHarness.Result(await harness.InvokeAsync("""{"id":"1"}""", "run_1:s1", "s1")).Content.GetRawText());
        Assert.Single(harness.Server.Calls);
    }

    [Fact]
    public async Task Unknown_PersonSaysDidNotHappen_IsSentOnceMore()
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool(effect: ToolSideEffect.Irreversible);
        await LoseResultAsync(harness, "s1");
        await harness.RestartAsync();
        harness.Approvals.DidNotHappen(ToolHarness.Unknown(await harness.InvokeAsync("""{"id":"1"}""", "run_1:s1", "s1")).Id);

        Assert.False(ToolHarness.Result(await harness.InvokeAsync("""{"id":"1"}""", "run_1:s1", "s1")).IsRepeat);
        Assert.True(ToolHarness.Result(await harness.InvokeAsync("""{"id":"1"}""", "run_1:s1", "s1")).IsRepeat);
        Assert.Equal(2, harness.Server.Calls.Count);
        Assert.Single(harness.Server.Calls.Select(static c => c.IdempotencyKey).Distinct());
    }

    [Fact]
    public async Task Unknown_SentAgainAndLostAgain_IsAskedAnew()
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool(effect: ToolSideEffect.Irreversible);
        await LoseResultAsync(harness, "s1");
        await harness.RestartAsync();
        var first = ToolHarness.Unknown(await harness.InvokeAsync("""{"id":"1"}""", "run_1:s1", "s1"));
        harness.Approvals.DidNotHappen(first.Id);
        await LoseResultAsync(harness, "s1");
        await harness.RestartAsync();

        var second = ToolHarness.Unknown(await harness.InvokeAsync("""{"id":"1"}""", "run_1:s1", "s1"));

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(2, harness.Server.Calls.Count);
    }

    [Fact]
    public async Task Unknown_NobodySaidInTime_IsAskedAgain()
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool(effect: ToolSideEffect.Irreversible);
        await LoseResultAsync(harness, "s1");
        await harness.RestartAsync();
        var first = ToolHarness.Unknown(await harness.InvokeAsync("""{"id":"1"}""", "run_1:s1", "s1"));
        harness.Approvals.Expire(first.Id);

        Assert.NotEqual(first.Id, ToolHarness.Unknown(await harness.InvokeAsync("""{"id":"1"}""", "run_1:s1", "s1")).Id);
        Assert.Single(harness.Server.Calls);
    }

    [Fact]
    public async Task Unknown_ConnectionLostAfterSending_IsAskedForOneThatMustNotBeRepeated()
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool(effect: ToolSideEffect.Irreversible).Server.Handler = static (context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

        ToolHarness.Unknown(await harness.InvokeAsync());
        Assert.Single(harness.Server.Calls);
    }

    [Theory]
    [InlineData("DELETE")]
    [InlineData("POST")]
    public async Task Unknown_NoBodyAndConnectionClosed_IsNotSentAgainByTheTransport(string method)
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool(method, "/x", ToolSideEffect.Irreversible, schema: """{"type":"object","properties":{}}""", change: static spec => spec with { Request = spec.Request! with { Arguments = "query" } });
        harness.Server.Handler = static (context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

        ToolHarness.Unknown(await harness.InvokeAsync());
        Assert.Single(harness.Server.Calls);
    }

    [Fact]
    public async Task Lost_IdempotentTool_IsSentAgainUnderTheSameKey()
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool(effect: ToolSideEffect.Irreversible, idempotent: true).Server.Handler = static async (context, number) =>
        {
            if (number == 1) context.Abort();
            else await context.Response.WriteAsync("done");
        };

        Assert.Equal("done", ToolHarness.Result(await harness.InvokeAsync()).Content.GetString());
        Assert.Equal(["k1", "k1"], harness.Server.Calls.Select(static c => c.IdempotencyKey));
        Assert.Empty(harness.Approvals.All);
    }

    [Fact]
    public async Task Intent_CannotBeWritten_NothingIsSent()
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool(effect: ToolSideEffect.Irreversible);
        harness.Store.BeforeWrite = static (partition, id) => id.StartsWith("tool:", StringComparison.Ordinal) ? throw new DocumentStoreUnavailableException("down") : Task.CompletedTask;

        Assert.Equal(ErrorCodes.StoreUnavailable, ToolHarness.Code(await harness.InvokeAsync()));
        Assert.Empty(harness.Server.Calls);
    }

    [Fact]
    public async Task OtherProcess_IsAtTheSameCall_CallerIsToldToWaitAndStepAsks()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var harness = await ToolHarness.StartAsync(time);
        harness.Tool(effect: ToolSideEffect.Irreversible);
        await LoseResultAsync(harness, null);
        await harness.RestartAsync();

        Assert.Equal(ErrorCodes.CallInProgress, ToolHarness.Code(await harness.InvokeAsync("""{"id":"1"}""")));
        time.Advance(TimeSpan.FromSeconds(16));
        ToolHarness.Unknown(await harness.InvokeAsync("""{"id":"1"}"""));
        Assert.Single(harness.Server.Calls);
    }

    /// <summary>The call is sent and answered; the process dies before it can write that down.</summary>
    private static async Task LoseResultAsync(ToolHarness harness, string? step)
    {
        var (writes, sent) = (0, harness.Server.Calls.Count);
        harness.Store.BeforeWrite = (_, id) =>
            id.StartsWith("tool:", StringComparison.Ordinal) && Interlocked.Increment(ref writes) > 1 ? throw new DocumentStoreUnavailableException("The process was killed.") : Task.CompletedTask;
        await harness.InvokeAsync("""{"id":"1"}""", step is null ? "k1" : "run_1:" + step, step);
        harness.Store.BeforeWrite = null;
        Assert.Equal((2, sent + 1), (writes, harness.Server.Calls.Count));
    }
}
