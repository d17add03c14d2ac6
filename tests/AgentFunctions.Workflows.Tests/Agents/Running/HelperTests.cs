using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Control;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;

namespace AgentFunctions.Workflows.Tests.Agents.Running;

/// <summary>An agent hands work to another, whose run is a child of its own.</summary>
public sealed class HelperTests
{
    [Fact]
    public async Task Run_HandsWorkOver_SeesTheAnswer()
    {
        await using var app = await TeamAsync();
        Answer(app, main: static turn => turn == 0 ? ScriptedModel.Call(("agent_billing", """{"input":"What is owed?"}""")) : ScriptedModel.Text("told"), helper: static _ => ScriptedModel.Text("42 USD"));
        var run = await app.RunAsync();
        Assert.Equal(RunStatus.Succeeded, run.Run.Status);
        var step = Assert.Single(run.Steps, static step => step.Kind == RunStepKind.Agent);
        Assert.Equal(("00002-agent-billing", RunStepStatus.Succeeded), (step.Id, step.Status));
        Assert.Equal("42 USD", app.Model.Bodies.Last().GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString());
        Assert.Contains(app.Model.Bodies, static body => body.GetProperty("messages").EnumerateArray().Any(static message => message.GetProperty("content").ToString() == "What is owed?"));
    }

    [Fact]
    public async Task Run_HelperFails_IsTold()
    {
        await using var app = await TeamAsync();
        Answer(app, main: static turn => turn == 0 ? ScriptedModel.Call(("agent_billing", """{"input":"x"}""")) : ScriptedModel.Text("told"), helper: null);
        var run = await app.RunAsync();
        Assert.Equal(RunStatus.Succeeded, run.Run.Status);
        Assert.Equal(RunStepStatus.Failed, run.Steps.Single(static step => step.Kind == RunStepKind.Agent).Status);
        Assert.Contains("No money left", app.Model.Bodies.Last().GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_DepthUsedUp_IsTold()
    {
        await using var app = await TeamAsync();
        Answer(app, main: static turn => turn == 0 ? ScriptedModel.Call(("agent_billing", """{"input":"x"}""")) : ScriptedModel.Text("told"), helper: static _ => ScriptedModel.Text("never"));
        var run = await app.RunAsync(limits: new RunRequestLimits(Depth: 0));
        Assert.Equal(RunStatus.Succeeded, run.Run.Status);
        Assert.Contains(ErrorCodes.RunDepthExceeded, run.Steps.Single(static step => step.Kind == RunStepKind.Agent).Error, StringComparison.Ordinal);
        Assert.Equal(2, app.Model.Bodies.Count);
    }

    [Fact]
    public async Task Cancel_WhileTheHelperWorks_EndsBoth()
    {
        await using var app = await TeamAsync();
        app.Tools.Guarded.Add("refunds.create");
        Answer(app, main: static _ => ScriptedModel.Call(("agent_billing", """{"input":"x"}""")), helper: static _ => ScriptedModel.Call(("refunds_create", "{}")));
        var runId = await app.BeginAsync();
        await TestKit.TestWait.UntilAsync(() => !app.Tools.Asked.IsEmpty, "the helper asks for approval");
        await app.DoAsync(runId, RunVerb.Cancel);
        Assert.Equal(RunStatus.Cancelled, (await app.EndAsync(runId)).Run.Status);
        Assert.Empty(app.Tools.Made);
        Assert.Equal(RunStatus.Cancelled, (await app.ReadAsync(app.Tools.Asked.First().RunId!)).Run.Status);

        // Whoever answers for the one that handed the work on is not to approve what the helper does with it.
        Assert.Equal(["agent/triage"], app.Tools.Asked.First().PublishedBy);
    }

    [Theory]
    [InlineData("{}", """{"input":{"messages":[{"role":"wizard","content":"x"}]}}""", "input.messages[0].role is none of")]
    [InlineData("""{"handoff":{"type":"object","properties":{"order":{"type":"string"}},"required":["order"]}}""", """{"input":{"order":5}}""", "input.order: ")]
    public async Task Run_HandsOverWhatCannotBe_IsToldTheFieldOnce(string context, string arguments, string told)
    {
        await using var app = await TeamAsync();
        await app.DeclareAsync("agents", "billing", $$"""{"models":["m"],"instructions":"You are billing.","context":{{context}}}""");
        app.Time.Advance(TimeSpan.FromSeconds(3));
        Answer(app, main: turn => turn == 0 ? ScriptedModel.Call(("agent_billing", arguments)) : ScriptedModel.Text("told"), helper: static _ => ScriptedModel.Text("never"));

        var run = await app.RunAsync();

        Assert.Equal(RunStepStatus.Failed, run.Steps.Single(static step => step.Kind == RunStepKind.Agent).Status);
        var answer = app.Model.Bodies.Last().GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!;
        Assert.Equal(2, answer.Split(told).Length);
        Assert.Equal(2, app.Model.Bodies.Count);
    }

    private static async Task<AgentApp> TeamAsync()
    {
        var app = await AgentApp.StartAsync();
        await app.DeclareAsync("agents", "billing", """{"models":["m"],"instructions":"You are billing.","description":"Knows what is owed.","tools":["refunds.create"]}""");
        await app.DeclareAgentAsync(more: ",\"agents\":[\"billing\"]");
        return app;
    }

    private static void Answer(AgentApp app, Func<int, JsonNodeReply> main, Func<int, JsonNodeReply>? helper) => app.Model.Answer = (body, _) =>
    {
        var turn = ScriptedModel.TurnsOf(body);
        if (body.GetProperty("messages")[0].GetProperty("content").GetString() != "You are billing.") return new((Outcome<JsonNodeReply>)main(turn));
        return new(helper is null ? new ApiError(402, ErrorCodes.BudgetExhausted, "No money left.") { ShouldRetry = false } : (Outcome<JsonNodeReply>)helper(turn));
    };
}
