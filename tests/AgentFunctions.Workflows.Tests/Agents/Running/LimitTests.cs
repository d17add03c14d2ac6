using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Control;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;

namespace AgentFunctions.Workflows.Tests.Agents.Running;

/// <summary>What bounds a run: steps, time, money, progress; and its history, however long it is.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task Run_StepLimit_EndsIt()
    {
        await using var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        var poll = 0;
        app.Tools.Result = _ => $$"""{"at":{{Interlocked.Increment(ref poll)}} }""";
        app.Model.Say(ScriptedModel.Call(("orders_get", "{}")));
        var run = await app.RunAsync(limits: new RunRequestLimits(Steps: 7));
        Assert.Equal((RunStatus.Failed, ErrorCodes.StepLimit), (run.Run.Status, run.Error!.Code));
        Assert.Equal(7, run.Steps.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Run_GoesRoundInCircles_IsStoppedWithinFiveRounds(int length)
    {
        await using var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        var circle = Enumerable.Range(0, length).Select(static turn => ScriptedModel.Call(("orders_get", $$"""{"id":"{{turn}}"}"""))).ToArray();
        app.Model.Answer = (body, _) => new((Outcome<JsonNodeReply>)circle[ScriptedModel.TurnsOf(body) % length]);
        var run = await app.RunAsync();
        Assert.Equal((RunStatus.Failed, ErrorCodes.NoProgress), (run.Run.Status, run.Error!.Code));
        Assert.InRange(app.Tools.Made.Count, length, 5 * length);
    }

    [Fact]
    public async Task Run_OnlyCallsThatDoNotExist_IsStopped()
    {
        await using var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        app.Model.Answer = static (body, _) => new((Outcome<JsonNodeReply>)ScriptedModel.Call(($"made_up_{ScriptedModel.TurnsOf(body)}", "{}")));
        var run = await app.RunAsync();
        Assert.Equal((RunStatus.Failed, ErrorCodes.NoProgress), (run.Run.Status, run.Error!.Code));
        Assert.Equal(5, app.Model.Bodies.Count);
    }

    [Fact]
    public async Task Run_DeadlineWhileTheModelThinks_TimesOutAndCancelsTheProvider()
    {
        await using var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        var cancelled = false;
        app.Model.Answer = async (_, token) =>
        {
            var gone = new TaskCompletionSource();
            await using var registration = token.Register(gone.SetResult);
            await gone.Task;
            cancelled = true;
            throw new OperationCanceledException(token);
        };
        var runId = await app.BeginAsync(limits: new RunRequestLimits(Deadline: TimeSpan.FromMinutes(5)));
        await TestKit.TestWait.UntilAsync(() => !app.Model.Bodies.IsEmpty, "the model is asked");
        app.Time.Advance(TimeSpan.FromMinutes(6));
        var run = await app.EndInTimeAsync(runId);
        Assert.Equal((RunStatus.TimedOut, ErrorCodes.DeadlineExceeded), (run.Run.Status, run.Error!.Code));
        Assert.True(cancelled);
    }

    [Fact]
    public async Task Run_BudgetRefused_FailsWithItsCode()
    {
        await using var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        app.Model.Answer = static (_, _) => new((Outcome<JsonNodeReply>)new ApiError(402, ErrorCodes.BudgetExhausted, "No money left.") { ShouldRetry = false });
        var run = await app.RunAsync();
        Assert.Equal((RunStatus.Failed, ErrorCodes.BudgetExhausted), (run.Run.Status, run.Error!.Code));
        Assert.Equal(RunStepStatus.Failed, Assert.Single(run.Steps).Status);
    }

    [Fact]
    public async Task Run_RateLimited_WaitsAsToldAndGoesOn()
    {
        await using var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        var refusals = 20;
        app.Model.Answer = (_, _) => new(Interlocked.Decrement(ref refusals) >= 0 ? new ApiError(429, ErrorCodes.RateLimited, "Too fast.") { RetryAfter = TimeSpan.FromSeconds(30) } : (Outcome<JsonNodeReply>)ScriptedModel.Text("at last"));
        var started = app.Time.GetUtcNow();
        var run = await app.EndInTimeAsync(await app.BeginAsync(), TimeSpan.FromSeconds(5));
        Assert.Equal(RunStatus.Succeeded, run.Run.Status);
        Assert.True(app.Time.GetUtcNow() - started >= TimeSpan.FromSeconds(20 * 30));
        Assert.Equal(21, Assert.Single(run.Steps).CallIds.Count);
    }

    [Fact]
    public async Task Run_ProviderAway_FailsAfterSomeTriesAndCanBeRewound()
    {
        await using var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        app.Model.Answer = static (_, _) => new((Outcome<JsonNodeReply>)new ApiError(502, ErrorCodes.UpstreamError, "Away."));
        var runId = await app.BeginAsync();
        var run = await app.EndInTimeAsync(runId);
        Assert.Equal((RunStatus.Failed, ErrorCodes.UpstreamError), (run.Run.Status, run.Error!.Code));
        app.Model.Say(ScriptedModel.Text("back"));
        await app.DoAsync(runId, RunVerb.Rewind);
        run = await app.EndInTimeAsync(runId);
        Assert.Equal(RunStatus.Succeeded, run.Run.Status);
        Assert.Equal("back", run.Output!.Value.GetString());
    }

    /// <summary>What failed first is why; that its targets are left alone since only follows from it.</summary>
    [Fact]
    public async Task Run_ProviderFailsUntilItsTargetsCool_SaysWhatFailedFirst()
    {
        await using var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        var calls = 0;
        app.Model.Answer = (_, _) => new((Outcome<JsonNodeReply>)(Interlocked.Increment(ref calls) == 1
            ? new ApiError(502, ErrorCodes.UpstreamError, "The provider 'p' answered 500. Targets: p/gpt-4o answered 500 (2 times).")
            : new ApiError(503, ErrorCodes.AllTargetsCooling, "Every target of the model 'm' is being left alone.")));
        var runId = await app.BeginAsync();
        var run = await app.EndInTimeAsync(runId);

        Assert.Equal((RunStatus.Failed, ErrorCodes.UpstreamError), (run.Run.Status, run.Error!.Code));
        Assert.Contains("p/gpt-4o answered 500", run.Error.Message, StringComparison.Ordinal);
        Assert.Contains("left alone", run.Error.Message, StringComparison.Ordinal);
        Assert.StartsWith("upstream_error: The provider 'p' answered 500.", Assert.Single(run.Steps).Error, StringComparison.Ordinal);
        Assert.Contains("p/gpt-4o answered 500", string.Join('\n', await app.EventsAsync(runId)), StringComparison.Ordinal);
        Assert.Contains("p/gpt-4o answered 500", (await app.ReportAsync(runId)).Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_StepThatWaitsForAProvider_SaysWhyMeanwhile()
    {
        await using var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        app.Model.Answer = static (_, _) => new((Outcome<JsonNodeReply>)new ApiError(503, ErrorCodes.AllTargetsCooling, "The provider 'p' answered 429.") { RetryAfter = TimeSpan.FromMinutes(1) });
        var runId = await app.BeginAsync();
        await app.UntilAsync(runId, static steps => steps is [{ Status: RunStepStatus.Waiting }], "it waits");

        var wait = Assert.Single((await app.ReadAsync(runId)).WaitingFor);
        Assert.Equal((Core.Runs.Reporting.RunWaitKind.Retry, runId, "all_targets_cooling: The provider 'p' answered 429."), (wait.Kind, wait.RunId, wait.Reason));
    }

    /// <summary>A run of 500 steps here, of 10,000 in the full suite: its history stays short, its transcript is cut.</summary>
    [Fact]
    public async Task Run_ManySteps_CompletesWithAShortHistory()
    {
        var turns = Environment.GetEnvironmentVariable("AGENTFUNCTIONS_TEST_FULL") == "1" ? 4999 : 250;
        await using var app = await AgentApp.StartAsync(replays: false);
        await app.DeclareAgentAsync();
        var (turn, longest) = (0, 0L);
        app.Tools.Result = call => $$"""{"at":"{{call.StepId}}","text":"{{new string('x', 500)}}"}""";
        app.Model.Answer = (_, _) =>
        {
            if (++turn % 10 == 0) longest = Math.Max(longest, app.HistoryEvents());
            return new((Outcome<JsonNodeReply>)(turn <= turns ? ScriptedModel.Call(("orders_get", "{}")) : ScriptedModel.Text("all done")));
        };
        await app.DeclareAsync("agents", "triage", """{"models":["m"],"tools":["orders.get"],"limits":{"steps":10000,"deadline":"1.00:00:00"} }""");
        var run = await app.EndAsync(await app.BeginAsync(), TimeSpan.FromMinutes(10));
        Assert.Equal((RunStatus.Succeeded, (2 * turns) + 1), (run.Run.Status, run.Run.Steps));
        Assert.InRange(longest, 1, 500);
        Assert.All(app.Model.Bodies.TakeLast(3), static body => Assert.InRange(body.GetRawText().Length, 1, 400 * 1024));
    }
}
