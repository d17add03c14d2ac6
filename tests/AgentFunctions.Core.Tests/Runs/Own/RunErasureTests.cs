using System.Text;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Forking;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Subjects;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Ledger;
using AgentFunctions.TestKit.Runs;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Runs.Own;

/// <summary>Runs for people, and what an erasure leaves of them, wherever the process that erases ends.</summary>
public sealed class RunErasureTests : IAsyncLifetime
{
    private const string Ann = "zeppelin";
    private const string Bob = "submarine";
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly SubjectScope Person = new(Tenants.Default, SubjectNames.Fold("ANN  smith"), null);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private InMemoryDocumentStore _store = null!;
    private FakeWorkflowClient _engine = null!;
    private OwnRunProcess _process = null!;

    public async Task InitializeAsync() => await OpenAsync();

    public async Task DisposeAsync() => await _process.DisposeAsync();

    [Fact]
    public async Task RunsWithinAndForks_AreForTheSamePerson()
    {
        var run = (await _process.StartAsync(endUser: "Ann Smith")).Value!;
        await _process.StepAsync(run.Id, "s1", output: "1");
        var child = (await ChildAsync(run.Id)).Run;
        var fork = (await _process.Get<RunForking>().ForkAsync(OwnRunProcess.Platform(), RunInitiator.System(Tenants.Default, "operator/ops"), run.Id, new RunForkRequest { FromStep = "s1" }, None)).Value!;
        var grandchild = (await ChildAsync(child.Id)).Run;

        Assert.All((Run[])[run, child, fork, grandchild], static r => Assert.Equal("Ann Smith", r.EndUser));
        Assert.Null((await _process.StartAsync()).Value!.EndUser);
    }

    [Fact]
    public async Task TheSameKeyForAnotherPerson_IsAnotherRequest()
    {
        await _process.StartAsync("k", endUser: "Ann");
        Assert.Equal("idempotency_mismatch", (await _process.StartAsync("k", endUser: "Bob")).Error!.Code);
        Assert.Null((await _process.StartAsync("k", endUser: "Ann")).Error);
    }

    [Fact]
    public async Task WhatIsUnderWay_IsNotKeptAfterwards()
    {
        var run = (await _process.StartAsync(endUser: "Ann Smith")).Value!;
        var step = await _process.StepAsync(run.Id, "s1", RunStepStatus.Running);

        await _process.Get<SubjectErasures>().EraseAsync(Person, "operator/ops", None);
        var late = await _process.Journal.UpdateAsync(Tenants.Default, run.Id, step with { Status = RunStepStatus.Succeeded, Output = Large(Ann) }, None);
        await _process.Journal.CloseAsync(Tenants.Default, run.Id, RunStatus.Succeeded, Large(Ann), null, None);

        Assert.Equal(RunStepStatus.Cancelled, late.Status);
        Assert.Empty(Holding(Ann));
    }

    [Fact]
    public async Task ARunThatIsOnlyAboutToBeWritten_IsNeverWritten()
    {
        // The index comes first: this is all that a process which was stopped there leaves.
        var entry = new StoredRun
        {
            Id = "run_00000000000000000000000000000001", Agent = "a", Team = "red", Status = "pending", Origin = Run.OfAgent, StartedAt = 1, LastSeenAt = 1, Entry = RunDocuments.EntryOf("run_00000000000000000000000000000001", "a", "red", 1),
            Target = "agents/a", EndUser = "Ann Smith", Subject = Person.Subject,
        };
        await _process.Get<RunIndex>().AddUnscheduledAsync(Tenants.Default, entry, None);

        await _process.Get<SubjectErasures>().EraseAsync(Person, "operator/ops", None);

        Assert.DoesNotContain(_store.All(), static document => Encoding.UTF8.GetString(document.Body).Contains("Ann Smith", StringComparison.OrdinalIgnoreCase));
        Assert.False(await _process.Get<RunStore>().TryCreateAsync(Tenants.Default, entry, None));
    }

    [Theory]
    [InlineData("a", "red", 0)]
    [InlineData("b", null, 1)]
    [InlineData("a", "blue", 1)]
    public async Task Scope_OfAnAgentAndTeam_ReachesItsRunsAlone(string agent, string? team, int left)
    {
        var run = (await _process.StartAsync(endUser: "Ann Smith")).Value!;
        await _process.Get<SubjectErasures>().EraseAsync(Person with { Agent = agent, Team = team }, "operator/ops", None);
        Assert.Equal(left, (await _process.ListAsync()).Count(r => r.Id == run.Id));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Erase_EndedAtAnyOperation_IsCompletedByAnotherProcess_AndCountsTheSame(bool isDone)
    {
        await FillAsync("Ann Smith", Ann);
        await FillAsync("Bob", Bob);
        var whole = CountsOf(await _process.Get<SubjectErasures>().EraseAsync(Person, "operator/ops", None));
        for (var at = 0; ; at++)
        {
            await OpenAsync();
            await FillAsync("Ann Smith", Ann);
            await FillAsync("Bob", Bob);
            var others = Holding(Bob);
            Assert.True(Holding(Ann).Count > 8);
            var lossy = new LossyDocumentStore(_store);
            var isOver = false;
            await using (var dying = new OwnRunProcess(_time, lossy, _engine))
            {
                lossy.Arm(at, isDone);
                try
                {
                    await dying.Get<SubjectErasures>().EraseAsync(Person, "operator/ops", None);
                    isOver = true;
                }
                catch (DocumentStoreUnavailableException)
                {
                    // As far as it got.
                }
            }

            var erasures = _process.Get<SubjectErasures>();
            await erasures.ResumeAsync(Tenants.Default, None);
            var recorded = (await erasures.ListAsync(Tenants.Default, null, null, None)).Value!.Items;
            if (recorded.Count == 0) Assert.True(at < 2 && Holding(Ann).Count > 8, $"operation {at}: half of it is gone, and nobody knows");
            else Assert.Equal($"operation {at}: {whole}", $"operation {at}: {CountsOf(Assert.Single(recorded))}");
            Assert.True(recorded.Count == 0 || Holding(Ann) is [], $"operation {at}: {string.Join('\n', Holding(Ann))}");
            Assert.Equal(others, Holding(Bob));
            if (isOver) break;
        }
    }

    private static string CountsOf(Erasure erasure) => string.Join(' ', erasure.Removed.OrderBy(static part => part.Key, StringComparer.Ordinal).Select(static part => $"{part.Key}:{part.Value}"));

    private async Task OpenAsync()
    {
        (_store, _engine) = (new InMemoryDocumentStore(_time), new FakeWorkflowClient(_time));
        if (_process is not null) await _process.DisposeAsync();
        _process = await OwnRunProcess.StartAsync(_time, _store, _engine);
    }

    /// <summary>An open run with a run within it, and one that is over; with contents that lie in the run and apart from it.</summary>
    private async Task FillAsync(string person, string mark)
    {
        for (var i = 0; i < 2; i++)
        {
            var run = (await _process.StartAsync(input: $$"""{"text":"{{mark}}"}""", endUser: person)).Value!;
            await _process.StepAsync(run.Id, "s1", output: $"\"{mark}\"");
            await _process.StepAsync(run.Id, "s2", output: Large(mark).GetRawText());
            await _process.StepAsync(run.Id, "s3", RunStepStatus.Running, kind: RunStepKind.Agent, input: $"\"{mark}\"");
            var child = await ChildAsync(run.Id, "s3", mark);
            await _process.StepAsync(child.Run.Id, "s1", output: $"\"{mark}\"");
            if (i == 0) continue;
            await _process.Journal.CloseAsync(Tenants.Default, child.Run.Id, RunStatus.Succeeded, OwnRunProcess.Json($"\"{mark}\""), null, None);
            await _process.Journal.CloseAsync(Tenants.Default, run.Id, RunStatus.Succeeded, Large(mark), null, None);
            _engine.Set(OwnRunProcess.InstanceOf(run.Id), Core.Workflows.WorkflowStatus.Completed);
        }
    }

    private async Task<RunWork> ChildAsync(string parent, string step = "c1", string input = "x") =>
        (await _process.Get<IRunWork>().StartChildAsync(Tenants.Default, new ChildRun { ParentRunId = parent, StepId = step, Target = new RunTarget(RunTargetKind.Agent, "a"), Input = OwnRunProcess.Json($"\"{input}\"") }, None)).Value!;

    private static System.Text.Json.JsonElement Large(string mark) => OwnRunProcess.Json($"\"{mark} {new string('x', 40_000)}\"");

    /// <summary>The documents that hold a mark, payloads too.</summary>
    private List<string> Holding(string mark) =>
        [.. _store.All().Where(document => Encoding.UTF8.GetString(document.Body) is var text && (text.Contains(mark, StringComparison.Ordinal) || text.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes($"\"{mark}"))[..^4], StringComparison.Ordinal))).Select(static document => document.Path).Order(StringComparer.Ordinal)];
}
