using System.Net;
using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Workflows;
using AgentFunctions.TestKit.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Runs;

/// <summary>What <c>GET /api/runs/{id}</c> and the report say of runs that are run here: what they wait for, and what came of them.</summary>
public sealed class OwnRunDetailTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly FakeWorkflowClient _engine = new(TimeProvider.System);
    private RunsApp _app = null!;

    private IRunJournal Journal => _app.One.Services.GetRequiredService<IRunJournal>();

    public async Task InitializeAsync() => _app = await RunsApp.StartAsync(services => services.AddSingleton<IWorkflowClient>(_engine));

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task WaitingFor_NamesTheRunWithinAndWhatThatWaitsFor()
    {
        var run = await StartAsync();
        await StepAsync(run, "00001-hand", RunStepKind.Agent, RunStepStatus.Running);
        var child = (await _app.One.Services.GetRequiredService<IRunWork>().StartChildAsync(
            Tenants.Default, new ChildRun { ParentRunId = run, StepId = "00001-hand", Target = new RunTarget(RunTargetKind.Agent, "demo"), Input = JsonDocument.Parse("1").RootElement }, None)).Value!.Run.Id;
        var asked = await AskAsync(child, "00002-pay");
        await StepAsync(child, "00002-pay", RunStepKind.Tool, RunStepStatus.Waiting, asked.Id);
        await StepAsync(child, "00003-paid", RunStepKind.Event, RunStepStatus.Waiting);
        await StepAsync(child, "00004-model", RunStepKind.Model, RunStepStatus.Running);

        var json = (await _app.GetAsync($"/api/runs/{run}", "ops")).Json;
        var waits = json.GetProperty("waitingFor").EnumerateArray().ToList();
        Assert.Equal(["run", "approval", "event"], waits.Select(static w => w.GetProperty("type").GetString()));
        Assert.Equal((run, "00001-hand", child, "running"), (Text(waits[0], "runId"), Text(waits[0], "stepId"), Text(waits[0], "childRunId"), Text(waits[0], "childStatus")));
        Assert.Equal((child, "00002-pay", asked.Id, "action"), (Text(waits[1], "runId"), Text(waits[1], "stepId"), Text(waits[1], "approvalId"), Text(waits[1], "kind")));
        Assert.Equal((child, "n"), (Text(waits[2], "runId"), Text(waits[2], "name")));
        Assert.Equal(json.GetProperty("waitingFor").GetRawText(), (await _app.GetAsync($"/api/runs/{run}/report", "ops")).Json.GetProperty("waitingFor").GetRawText());
        var report = await _app.One.SendAsync(HttpMethod.Get, $"/api/runs/{run}/report", null, _app.Key("ops"), ("Accept", "text/markdown"));
        Assert.Contains($"- run {child}, step 00002-pay (n): approval {asked.Id} (action)\n", report.Text, StringComparison.Ordinal);

        await Journal.CloseAsync(Tenants.Default, child, RunStatus.Succeeded, null, null, None);
        await Journal.CloseAsync(Tenants.Default, run, RunStatus.Succeeded, null, null, None);
        Assert.Empty((await _app.GetAsync($"/api/runs/{run}", "ops")).Json.GetProperty("waitingFor").EnumerateArray());
    }

    [Theory]
    [InlineData(RunStatus.Succeeded, "success")]
    [InlineData(RunStatus.Failed, "failure")]
    [InlineData(RunStatus.TimedOut, "failure")]
    [InlineData(RunStatus.Cancelled, null)]
    [InlineData(RunStatus.Terminated, null)]
    public async Task Outcome_OfARunThatIsRunHere_FollowsFromItsEnd(RunStatus status, string? outcome)
    {
        var run = await StartAsync();
        Assert.Null(Text((await _app.GetAsync($"/api/runs/{run}", "ops")).Json, "outcome"));
        await Journal.CloseAsync(Tenants.Default, run, status, null, status == RunStatus.Failed ? new ApiError(500, "x", "y") : null, None);

        Assert.Equal(outcome, Text((await _app.GetAsync($"/api/runs/{run}", "ops")).Json, "outcome"));
        Assert.Equal(outcome, Text((await _app.GetAsync("/api/runs", "ops")).Json.GetProperty("items")[0], "outcome"));
    }

    private async Task<string> StartAsync()
    {
        var started = await _app.One.SendAsync(HttpMethod.Post, "/api/agents/demo/runs", "{}", _app.Key("ops"));
        Assert.True(started.Status == HttpStatusCode.Accepted, started.Text);
        return Text(started.Json, "id")!;
    }

    private async Task<Approval> AskAsync(string run, string step) => (await _app.One.Services.GetRequiredService<IApprovals>().RequestAsync(
        new ApprovalRequest { TenantId = Tenants.Default, Key = $"{run}:{step}", Kind = ApprovalKind.Action, Action = JsonDocument.Parse("""{"a":1}""").RootElement, Agent = "demo", Team = "red", RunId = run, StepId = step, RequestedBy = "operator/ops" },
        None)).Value!;

    private async Task StepAsync(string run, string id, RunStepKind kind, RunStepStatus status, string? approval = null)
    {
        var step = new RunStep { Id = id, Kind = kind, Name = "n", Status = RunStepStatus.Running, StartedAt = _app.One.Time.GetUtcNow() };
        await Journal.BeginAsync(Tenants.Default, run, step, None);
        if (status != RunStepStatus.Running) await Journal.UpdateAsync(Tenants.Default, run, step with { Status = status, ApprovalId = approval }, None);
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
