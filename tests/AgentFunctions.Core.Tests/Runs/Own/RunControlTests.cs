using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Control;
using AgentFunctions.Core.Runs.Forking;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Workflows;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Runs;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Runs.Own;

public sealed class RunControlTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private OwnRunProcess _one = null!;
    private string _run = "";

    private string Instance => OwnRunProcess.InstanceOf(_run);

    public async Task InitializeAsync()
    {
        _one = await OwnRunProcess.StartAsync(_time, new InMemoryDocumentStore(_time), new FakeWorkflowClient(_time));
        _run = (await _one.StartAsync()).Value!.Id;
        _one.Engine.Calls.Clear();
    }

    public async Task DisposeAsync() => await _one.DisposeAsync();

    [Fact]
    public async Task Cancel_MarksTheRunAndTellsItsWorkflow_AsOftenAsAsked()
    {
        Assert.True((await _one.DoAsync(RunVerb.Cancel, _run)).Value!.IsCancelling);
        Assert.True((await _one.DoAsync(RunVerb.Cancel, _run)).Value!.IsCancelling);

        Assert.Equal([$"raise {Instance} cancel", $"raise {Instance} cancel", $"resume {Instance} because"], _one.Engine.Calls);
        Assert.Single(await _one.EventsAsync(_run), static e => e.Type == "verb");
        Assert.True((await _one.Get<IRunWork>().FindAsync(Tenants.Default, _run, None))!.IsCancelling);
        Assert.Equal(RunStatus.Pending, (await _one.FindAsync(_run))!.Status);
    }

    [Fact]
    public async Task Cancel_OfASuspendedRun_LetsItGoOnToItsEnd()
    {
        await _one.DoAsync(RunVerb.Suspend, _run);
        await _one.Journal.SetStatusAsync(Tenants.Default, _run, RunStatus.Waiting, None);
        _one.Engine.Calls.Clear();

        var cancelled = (await _one.DoAsync(RunVerb.Cancel, _run)).Value!;

        Assert.Equal((RunStatus.Waiting, true), (cancelled.Status, cancelled.IsCancelling));
        Assert.Equal([$"raise {Instance} cancel", $"resume {Instance} because"], _one.Engine.Calls);
        Assert.Equal(["suspend", "cancel"], (await _one.EventsAsync(_run)).Where(static e => e.Type == "verb").Select(static e => e.Data.GetProperty("verb").GetString()));
        Assert.Equal("waiting", (await _one.EventsAsync(_run))[^1].Data.GetProperty("status").GetString());
    }

    /// <summary>The engine was away between the record and the event: the same again does the rest.</summary>
    [Fact]
    public async Task Cancel_OfASuspendedRunBrokenOff_IsFinishedByTheSameAgain()
    {
        await _one.DoAsync(RunVerb.Suspend, _run);
        _one.Engine.Fails = true;
        await Assert.ThrowsAsync<Core.Documents.DocumentStoreUnavailableException>(() => _one.DoAsync(RunVerb.Cancel, _run));
        _one.Engine.Fails = false;
        _one.Engine.Calls.Clear();

        await _one.DoAsync(RunVerb.Cancel, _run);

        Assert.Equal([$"raise {Instance} cancel", $"resume {Instance} because"], _one.Engine.Calls);
    }

    [Fact]
    public async Task Verbs_ReachTheRunsWithin()
    {
        await _one.StepAsync(_run, "s1", RunStepStatus.Running, kind: RunStepKind.Agent);
        var child = await ChildAsync("s1");
        await _one.Engine.ScheduleAsync(OwnRunProcess.InstanceOf(child), "AgentRun", OwnRunProcess.Json("{}"), None);

        await _one.DoAsync(RunVerb.Suspend, _run);
        Assert.Equal(RunStatus.Suspended, (await _one.FindAsync(child))!.Status);
        await _one.DoAsync(RunVerb.Resume, _run);
        await _one.DoAsync(RunVerb.Cancel, _run);
        Assert.True((await _one.FindAsync(child))!.IsCancelling);
        await _one.DoAsync(RunVerb.Terminate, _run);

        Assert.Equal((RunStatus.Terminated, RunStatus.Terminated), ((await _one.FindAsync(_run))!.Status, (await _one.FindAsync(child))!.Status));
        Assert.Equal(RunStepStatus.Cancelled, (await _one.Journal.FindAsync(Tenants.Default, _run, "s1", None))!.Status);
    }

    [Fact]
    public async Task Verbs_OnWhatTheyDoNotApplyTo_AreRefused()
    {
        Assert.Equal(409, (await _one.DoAsync(RunVerb.Rewind, _run)).Error!.Status);
        Assert.Equal(409, (await _one.DoAsync(RunVerb.Purge, _run)).Error!.Status);
        await _one.DoAsync(RunVerb.Terminate, _run);
        Assert.Equal(RunStatus.Terminated, (await _one.DoAsync(RunVerb.Terminate, _run)).Value!.Status);
        foreach (var verb in (RunVerb[])[RunVerb.Cancel, RunVerb.Suspend, RunVerb.Resume, RunVerb.Rewind]) Assert.Equal(409, (await _one.DoAsync(verb, _run)).Error!.Status);
        Assert.Equal(404, (await _one.DoAsync(RunVerb.Cancel, "run_none")).Error!.Status);
    }

    [Fact]
    public async Task Rewind_OpensTheRunAndLetsWhatFailedBeDoneAgain()
    {
        await _one.StepAsync(_run, "s1", output: "1");
        await _one.StepAsync(_run, "s2", RunStepStatus.Failed);
        await _one.Journal.CloseAsync(Tenants.Default, _run, RunStatus.Failed, null, new ApiError(500, "x", "y"), None);
        var early = (await _one.DoAsync(RunVerb.Rewind, _run)).Error!;
        Assert.Equal((409, ErrorCodes.Conflict), (early.Status, early.Code));
        Assert.NotNull(early.RetryAfter);
        _one.Engine.Set(Instance, WorkflowStatus.Failed, "y");

        Assert.Equal(RunStatus.Running, (await _one.DoAsync(RunVerb.Rewind, _run)).Value!.Status);

        Assert.Contains($"rewind {Instance} because", _one.Engine.Calls);
        Assert.Equal(RunStepStatus.Succeeded, (await BeginAsync(_run, "s1")).Status);
        Assert.Equal(RunStepStatus.Running, (await BeginAsync(_run, "s2")).Status);
        Assert.Equal([_run], (await _one.ListAsync(new Core.Runs.Reading.RunFilter(null, null, RunStatus.Running))).Select(static r => r.Id));
        Assert.True(await _one.Journal.CloseAsync(Tenants.Default, _run, RunStatus.Succeeded, null, null, None));
        Assert.Equal(RunStatus.Succeeded, (await _one.FindAsync(_run))!.Status);
    }

    [Fact]
    public async Task Rewind_WhereTheHistoryLeadsNowhere_IsRefusedAndTheRunStaysClosed()
    {
        await _one.Journal.CloseAsync(Tenants.Default, _run, RunStatus.Failed, null, new ApiError(500, "x", "y"), None);
        _one.Engine.Set(Instance, WorkflowStatus.Failed, "y");
        _one.Engine.LeadsBack = false;

        var error = (await _one.DoAsync(RunVerb.Rewind, _run)).Error!;

        Assert.Contains("Fork it", error.Message, StringComparison.Ordinal);
        Assert.Equal(RunStatus.Failed, (await _one.FindAsync(_run))!.Status);
        Assert.DoesNotContain(_one.Engine.Calls, static call => call.StartsWith("rewind", StringComparison.Ordinal));
    }

    [Fact]
    public async Task EndJob_ClosesWhatTheEngineEnded_AndLeavesOpenWhatWaits()
    {
        string[] runs = [_run, (await _one.StartAsync()).Value!.Id, (await _one.StartAsync()).Value!.Id, (await _one.StartAsync()).Value!.Id];
        _one.Engine.Set(OwnRunProcess.InstanceOf(runs[1]), WorkflowStatus.Failed, "no luck");
        _one.Engine.Set(OwnRunProcess.InstanceOf(runs[2]), WorkflowStatus.Terminated);
        _one.Engine.Set(OwnRunProcess.InstanceOf(runs[3]), WorkflowStatus.Completed);

        _time.Advance(TimeSpan.FromDays(30));
        foreach (var job in (string[])["run-ends", "run-idle", "run-starts"]) await _one.JobAsync(job);

        Assert.Equal([RunStatus.Pending, RunStatus.Failed, RunStatus.Terminated, RunStatus.Failed], await Task.WhenAll(runs.Select(async r => (await _one.FindAsync(r))!.Status)));
        Assert.Single((await _one.IndexAsync()), static id => id.StartsWith("o:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Purge_LeavesNothingButThatTheIdWasUsed()
    {
        var keyed = (await _one.StartAsync("k", $"\"{new string('x', 50_000)}\"")).Value!.Id;
        await _one.StepAsync(keyed, "s1", output: $"\"{new string('y', 50_000)}\"");
        await _one.DoAsync(RunVerb.Terminate, keyed);

        Assert.NotNull((await _one.DoAsync(RunVerb.Purge, keyed)).Value);

        Assert.Equal(["run"], await _one.DocumentsAsync(keyed));
        Assert.Empty(await _one.DocumentsAsync("_payloads"));
        Assert.DoesNotContain(OwnRunProcess.InstanceOf(keyed), _one.Engine.Instances);
        Assert.Null(await _one.FindAsync(keyed));
        Assert.Equal([_run], (await _one.ListAsync()).Select(static r => r.Id));
        Assert.Equal(404, (await _one.DoAsync(RunVerb.Purge, keyed)).Error!.Status);
        Assert.Equal((409, ErrorCodes.Conflict), ((await _one.StartAsync("k", $"\"{new string('x', 50_000)}\"")).Error!.Status, (await _one.StartAsync("k")).Error!.Code));
    }

    [Fact]
    public async Task Purge_KilledAtEveryWrite_IsFinishedByTheJob()
    {
        for (var failing = 1; failing < 60; failing++)
        {
            var run = (await _one.StartAsync(input: $"\"{new string('x', 50_000)}\"")).Value!.Id;
            await _one.StepAsync(run, "s1", output: "1");
            await _one.DoAsync(RunVerb.Terminate, run);
            var operations = 0;
            _one.Store.Before = () => ++operations == failing ? throw new InvalidOperationException("Killed here.") : Task.CompletedTask;
            var isKilled = false;
            try
            {
                await _one.DoAsync(RunVerb.Purge, run);
            }
            catch (InvalidOperationException)
            {
                isKilled = true;
            }

            _one.Store.Before = null;
            await _one.JobAsync("run-starts");
            if (await _one.FindAsync(run) is not null) await _one.DoAsync(RunVerb.Purge, run);

            Assert.Equal(["run"], await _one.DocumentsAsync(run));
            Assert.Empty(await _one.DocumentsAsync("_payloads"));
            Assert.DoesNotContain(await _one.IndexAsync(), static id => id.StartsWith("p:", StringComparison.Ordinal));
            Assert.Equal([_run], (await _one.ListAsync()).Select(static r => r.Id));
            if (!isKilled) return;
        }

        Assert.Fail("A purge takes fewer operations than that.");
    }

    [Fact]
    public async Task Fork_ServesWhatEndedBefore_AndOnlyForTheSameInput()
    {
        var large = $"\"{new string('y', 50_000)}\"";
        await _one.StepAsync(_run, "s1", output: large, input: "1");
        await _one.StepAsync(_run, "s2", output: """{"v":2}""", input: "2");
        await _one.StepAsync(_run, "s3", output: """{"v":3}""", input: "3");
        await _one.DoAsync(RunVerb.Terminate, _run);

        var fork = (await ForkAsync(new RunForkRequest { FromStep = "s3", Outputs = new Dictionary<string, System.Text.Json.JsonElement> { ["s2"] = OwnRunProcess.Json("""{"v":20}""") }, IdempotencyKey = "k" })).Value!;
        Assert.Equal(fork.Id, (await ForkAsync(new RunForkRequest { FromStep = "s3", Outputs = new Dictionary<string, System.Text.Json.JsonElement> { ["s2"] = OwnRunProcess.Json("""{"v":20}""") }, IdempotencyKey = "k" })).Value!.Id);

        Assert.Equal((_run, 2L), (fork.ForkOf, fork.Steps));
        var first = await BeginAsync(fork.Id, "s1", "1");
        Assert.Equal(large, (await _one.Get<IPayloadStore>().ResolveAsync(Tenants.Default, $"runs/{fork.Id}", first.Output!.Value, None))!.Value.GetRawText());
        Assert.Equal("""{"v":20}""", (await BeginAsync(fork.Id, "s2", "another")).Output!.Value.GetProperty("content").GetRawText());
        Assert.Equal(RunStepStatus.Running, (await BeginAsync(fork.Id, "s3", "3")).Status);

        var other = (await ForkAsync(new RunForkRequest { FromStep = "s2" })).Value!;
        Assert.Equal(RunStepStatus.Running, (await BeginAsync(other.Id, "s1", "another")).Status);
        Assert.Equal("overrides.outputs", (await ForkAsync(new RunForkRequest { FromStep = "s2", Outputs = new Dictionary<string, System.Text.Json.JsonElement> { ["no"] = OwnRunProcess.Json("1") } })).Error!.Param);
        Assert.Equal("fromStep", (await ForkAsync(new RunForkRequest { FromStep = "no" })).Error!.Param);
    }

    /// <summary>An agent's run is read by the transcript, in which a model's turn cannot be made up.</summary>
    [Fact]
    public async Task Fork_GivenAnAgentsModelStep_IsRefused()
    {
        await _one.StepAsync(_run, "s1", output: """{"message":{}}""", input: "1", kind: RunStepKind.Model);
        await _one.DoAsync(RunVerb.Terminate, _run);
        var given = await ForkAsync(new RunForkRequest { FromStep = "s1", Outputs = new Dictionary<string, System.Text.Json.JsonElement> { ["s1"] = OwnRunProcess.Json("1") } });
        Assert.Equal((400, "overrides.outputs"), (given.Error!.Status, given.Error.Param));
    }

    [Fact]
    public async Task Fork_TakesNoApprovalFromTheOtherRunAndNoneThatIsMadeUp()
    {
        await _one.StepAsync(_run, "s1", output: """{"v":1}""", input: "1");
        await _one.StepAsync(_run, "s2", output: """{"decision":"approve"}""", input: "2", kind: RunStepKind.Approval);
        await _one.StepAsync(_run, "s3", output: """{"v":3}""", input: "3");
        await _one.DoAsync(RunVerb.Terminate, _run);

        var fork = (await ForkAsync(new RunForkRequest { FromStep = "s3" })).Value!;
        var forged = await ForkAsync(new RunForkRequest { FromStep = "s3", Outputs = new Dictionary<string, System.Text.Json.JsonElement> { ["s2"] = OwnRunProcess.Json("""{"decision":"approve"}""") } });

        Assert.Equal(RunStepStatus.Succeeded, (await BeginAsync(fork.Id, "s1", "1")).Status);
        Assert.Equal(RunStepStatus.Running, (await BeginAsync(fork.Id, "s2", "2")).Status);
        Assert.Equal((400, "overrides.outputs"), (forged.Error!.Status, forged.Error.Param));
    }

    private async Task<Outcome<Run>> ForkAsync(RunForkRequest request) =>
        await _one.Get<RunForking>().ForkAsync(OwnRunProcess.Platform(), RunInitiator.System(Tenants.Default, "operator/ops"), _run, request, None);

    private async Task<RunStep> BeginAsync(string run, string step, string? digest = null) => await _one.Journal.BeginAsync(
        Tenants.Default, run, new RunStep { Id = step, Kind = RunStepKind.Tool, Name = "n", Status = RunStepStatus.Running, StartedAt = _time.GetUtcNow(), InputDigest = digest }, None);

    private async Task<string> ChildAsync(string step) => (await _one.Get<IRunWork>().StartChildAsync(
        Tenants.Default, new ChildRun { ParentRunId = _run, StepId = step, Target = new RunTarget(RunTargetKind.Agent, "a"), Input = OwnRunProcess.Json("1") }, None)).Value!.Run.Id;
}
