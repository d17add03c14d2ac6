using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Control;
using AgentFunctions.Core.Runs.Steps;

namespace AgentFunctions.Workflows.Tests.Agents.Running;

/// <summary>A cancelled run starts nothing more, undoes what can be undone, the latest first, and closes as cancelled.</summary>
public sealed class CancellationTests
{
    private const string Undo = ""","compensate":{"tool":"refunds.cancel","arguments":{"id":"{result.refundId}","why":"cancelled","of":"{arguments.id}"} }""";

    [Fact]
    public async Task Cancel_WhileWaitingForApproval_EndsAtOnce()
    {
        await using var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        app.Tools.Guarded.Add("refunds.create");
        app.Model.Say(ScriptedModel.Call(("refunds_create", "{}")), ScriptedModel.Text("never"));
        var runId = await app.BeginAsync();
        var asked = await app.AskedAsync(runId);
        await app.DoAsync(runId, RunVerb.Cancel);
        var run = await app.EndAsync(runId);
        Assert.Equal(RunStatus.Cancelled, run.Run.Status);
        Assert.Empty(app.Tools.Made);
        Assert.Single(app.Model.Bodies);
        Assert.Equal(ApprovalStatus.Withdrawn, (await app.ApprovalAsync(asked.Id)).Status);
    }

    /// <summary>A suspended run hears of what came meanwhile before it hears that it is cancelled, and begins none of it.</summary>
    [Fact]
    public async Task Cancel_OfASuspendedRun_TakesEffectAtOnceAndSendsNothingThatWasApprovedMeanwhile()
    {
        await using var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        app.Tools.Guarded.Add("refunds.create");
        app.Model.Say(ScriptedModel.Call(("refunds_create", "{}")), ScriptedModel.Text("never"));
        var runId = await app.BeginAsync();
        var asked = await app.AskedAsync(runId);
        await app.DoAsync(runId, RunVerb.Suspend);
        await app.DecideAsync(asked, ApprovalDecision.Approve);
        Assert.Equal(RunStatus.Suspended, (await app.ReadAsync(runId)).Run.Status);
        await app.DoAsync(runId, RunVerb.Cancel);
        var run = await app.EndAsync(runId);
        Assert.Equal(RunStatus.Cancelled, run.Run.Status);
        Assert.Empty(app.Tools.Made);
        Assert.Equal(ApprovalStatus.Withdrawn, (await app.ApprovalAsync(asked.Id)).Status);
    }

    [Fact]
    public async Task Cancel_DoneCalls_AreUndoneTheLatestFirst()
    {
        await using var app = await AgentApp.StartAsync();
        await app.DeclareToolAsync("refunds.create", Undo);
        await app.DeclareAgentAsync();
        var (made, gate, reached) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource());
        app.Tools.Result = call => call.Tool == "refunds.create" ? $$"""{"refundId":"R{{Interlocked.Increment(ref made)}}"}""" : """{"ok":true}""";
        app.Model.Answer = async (body, _) =>
        {
            if (ScriptedModel.TurnsOf(body) is var turn && turn < 3) return ScriptedModel.Call(turn == 1 ? ("orders_get", "{}") : ("refunds_create", $$"""{"id":"{{turn}}"}"""));
            reached.TrySetResult();
            await gate.Task;
            return ScriptedModel.Call(("refunds_create", """{"id":"too late"}"""));
        };
        var runId = await app.BeginAsync();
        await reached.Task;
        await app.DoAsync(runId, RunVerb.Cancel);
        await TestKit.TestWait.UntilAsync(async () => (await app.ReadAsync(runId)).Run.Status == RunStatus.Cancelled, "the run is cancelled while the model still thinks");
        gate.SetResult();
        var run = await app.EndAsync(runId);
        var undone = app.Tools.Made.Where(static call => call.Tool == "refunds.cancel").Select(static call => call.Arguments.GetRawText()).ToArray();
        Assert.Equal(["""{"id":"R2","why":"cancelled","of":"2"}""", """{"id":"R1","why":"cancelled","of":"0"}"""], undone);
        Assert.Equal(2, app.Tools.Made.Count(static call => call.Tool == "refunds.create"));
        Assert.Equal(2, run.Steps.Count(static step => step is { Kind: RunStepKind.Compensation, Status: RunStepStatus.Succeeded }));
    }

    [Fact]
    public async Task Cancel_CallUnderWay_IsFinishedAndUndone()
    {
        await using var app = await AgentApp.StartAsync();
        await app.DeclareToolAsync("refunds.create", Undo);
        await app.DeclareAgentAsync();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Tools.Gate = gate.Task;
        app.Tools.Result = static call => """{"refundId":"R1"}""";
        app.Model.Say(ScriptedModel.Call(("refunds_create", """{"id":"1"}""")));
        var runId = await app.BeginAsync();
        await TestKit.TestWait.UntilAsync(() => !app.Tools.Asked.IsEmpty, "the refund is under way");
        await app.DoAsync(runId, RunVerb.Cancel);
        gate.SetResult();
        Assert.Equal(RunStatus.Cancelled, (await app.EndAsync(runId)).Run.Status);
        Assert.Equal(["refunds.create", "refunds.cancel"], app.Tools.Made.Select(static call => call.Tool));
        Assert.Single(app.Model.Bodies);
    }

    [Fact]
    public async Task Cancel_OneCannotBeUndone_TheOthersAreAndTheRunSaysSo()
    {
        await using var app = await AgentApp.StartAsync();
        await app.DeclareToolAsync("refunds.create", Undo);
        await app.DeclareAgentAsync();
        var (made, reached) = (0, new TaskCompletionSource());
        app.Tools.Result = call => call.Tool == "refunds.create" ? $$"""{"refundId":"R{{Interlocked.Increment(ref made)}}"}""" : """{"ok":true}""";
        app.Tools.Refusal = static call => call.Tool == "refunds.cancel" && call.Arguments.GetProperty("id").GetString() == "R2" ? Core.Errors.ApiErrors.NotEntitled("Closed.") : null;
        app.Model.Answer = async (body, token) =>
        {
            if (ScriptedModel.TurnsOf(body) is var turn && turn < 2) return ScriptedModel.Call(("refunds_create", $$"""{"id":"{{turn}}"}"""));
            reached.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, app.Time, token);
            return ScriptedModel.Text("never");
        };
        var runId = await app.BeginAsync();
        await reached.Task;
        await app.DoAsync(runId, RunVerb.Cancel);
        await TestKit.TestWait.UntilAsync(async () => (await app.ReadAsync(runId)).Run.Status == RunStatus.Cancelled, "the run is cancelled");
        Assert.Contains("1 call could not be undone", (await app.ReadAsync(runId)).Error!.Message, StringComparison.Ordinal);
        Assert.Equal("R1", Assert.Single(app.Tools.Made, static call => call.Tool == "refunds.cancel").Arguments.GetProperty("id").GetString());
    }
}
