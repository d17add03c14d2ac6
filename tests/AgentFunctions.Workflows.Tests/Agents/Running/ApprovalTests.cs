using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Steps;

namespace AgentFunctions.Workflows.Tests.Agents.Running;

/// <summary>A call that people decide on waits for them, goes on as they say, and is made once.</summary>
public sealed class ApprovalTests
{
    [Fact]
    public async Task Run_Approved_CallIsMadeOnce()
    {
        await using var app = await GuardedAsync();
        var runId = await app.BeginAsync();
        var asked = await app.AskedAsync(runId);
        Assert.Equal(RunStepStatus.Waiting, (await app.ReadAsync(runId)).Steps.Single(static step => step.Kind == RunStepKind.Tool).Status);
        Assert.Empty(app.Tools.Made);
        await app.DecideAsync(asked, ApprovalDecision.Approve);
        var run = await app.EndAsync(runId);
        Assert.Equal(RunStatus.Succeeded, run.Run.Status);
        Assert.Equal(asked.Id, Assert.Single(app.Tools.Made).ApprovalId);
    }

    [Fact]
    public async Task Run_Denied_ModelIsToldWithTheComment()
    {
        await using var app = await GuardedAsync();
        var runId = await app.BeginAsync();
        await app.DecideAsync(await app.AskedAsync(runId), ApprovalDecision.Deny, "Over the limit of the shop.");
        var run = await app.EndAsync(runId);
        Assert.Equal(RunStatus.Succeeded, run.Run.Status);
        Assert.Empty(app.Tools.Made);
        Assert.Contains("Over the limit of the shop.", app.Model.Bodies.Last().GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NobodyDecides_IsDeniedWhenItExpires()
    {
        await using var app = await GuardedAsync(limits: ",\"limits\":{\"deadline\":\"30.00:00:00\"}");
        var runId = await app.BeginAsync();
        await app.AskedAsync(runId);
        var run = await app.EndInTimeAsync(runId, TimeSpan.FromHours(1));
        Assert.Equal(RunStatus.Succeeded, run.Run.Status);
        Assert.Empty(app.Tools.Made);
        Assert.Contains("in time", app.Model.Bodies.Last().GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TwoAsked_WaitsUntilBothAreDecided()
    {
        await using var app = await GuardedAsync(("refunds_create", """{"id":"1"}"""), ("refunds_create", """{"id":"2"}"""), ("orders_get", "{}"));
        var runId = await app.BeginAsync();
        await CountAsync(app, runId, 2);
        var asked = (await app.ReadAsync(runId)).PendingApprovals;
        await app.DecideAsync(asked[0], ApprovalDecision.Approve);
        await TestKit.TestWait.UntilAsync(() => app.Tools.Made.Count == 2, "the first refund and the look-up are done");
        Assert.Equal(RunStatus.Waiting, (await app.ReadAsync(runId)).Run.Status);
        await app.DecideAsync(asked[1], ApprovalDecision.Approve);
        Assert.Equal(RunStatus.Succeeded, (await app.EndAsync(runId)).Run.Status);
        Assert.Equal(3, app.Tools.Made.Count);
    }

    [Theory]
    [InlineData(ApprovalDecision.Happened)]
    [InlineData(ApprovalDecision.DidNotHappen)]
    public async Task Run_OutcomeUnknown_WaitsForAPersonAndSendsTheSameCallAgain(ApprovalDecision decision)
    {
        await using var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        app.Tools.Lost.Add("refunds.create");
        app.Model.Say(ScriptedModel.Call(("refunds_create", "{}")), ScriptedModel.Text("done"));
        var runId = await app.BeginAsync();
        var asked = await app.AskedAsync(runId);
        Assert.Equal(ApprovalKind.Outcome, asked.Request.Kind);
        Assert.Empty(app.Tools.Made);
        await app.DecideAsync(asked, decision);
        Assert.Equal(RunStatus.Succeeded, (await app.EndAsync(runId)).Run.Status);
        Assert.Single(app.Tools.Asked.Select(static call => call.IdempotencyKey).Distinct());
    }

    private static Task CountAsync(AgentApp app, string runId, int count) =>
        TestKit.TestWait.UntilAsync(async () => (await app.ReadAsync(runId)) is { Run.Status: RunStatus.Waiting } run && run.PendingApprovals.Count == count, $"{count} are asked");

    private static async Task<AgentApp> GuardedAsync(params (string, string)[] calls)
    {
        var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        app.Tools.Guarded.Add("refunds.create");
        app.Model.Say(ScriptedModel.Call(calls.Length == 0 ? [("refunds_create", """{"id":"1"}""")] : calls), ScriptedModel.Text("done"));
        return app;
    }

    private static async Task<AgentApp> GuardedAsync(string limits)
    {
        var app = await GuardedAsync();
        await app.DeclareAsync("agents", "triage", $$"""{"models":["m"],"tools":["refunds.create"]{{limits}} }""");
        return app;
    }
}
