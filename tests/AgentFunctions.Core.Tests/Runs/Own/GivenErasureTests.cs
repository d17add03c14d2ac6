using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Usage;
using AgentFunctions.Core.Memory.Store.Writing;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Forking;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Subjects;
using AgentFunctions.Core.Workflows;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Ledger;
using AgentFunctions.TestKit.Runs;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Runs.Own;

/// <summary>Runs for others that were given what memory holds of a person: erased with the person from there on, wherever the process that erases ends. The runs themselves stay.</summary>
public sealed class GivenErasureTests : IAsyncLifetime
{
    private const string Lee = "zeppelin";
    private const string Memory = "a/red";
    private const string Alone = "a";
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly SubjectScope Person = new(Tenants.Default, SubjectNames.Fold("LEE  jones"), null);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private InMemoryDocumentStore _store = null!;
    private FakeWorkflowClient _engine = null!;
    private OwnRunProcess _process = null!;

    public async Task InitializeAsync() => await OpenAsync();

    public async Task DisposeAsync() => await _process.DisposeAsync();

    [Fact]
    public async Task Erase_TakesWhatRunsForOthersSaidSince_AndLeavesTheRuns()
    {
        var (over, open, other) = await FillAsync();
        Assert.True(Holding().Count > 10, string.Join('\n', Holding()));
        var fork = (await ForkAsync(over)).Value!;

        var erasure = await EraseAsync(_process);

        Assert.Empty(Holding());
        Assert.True(erasure.Removed["recalled"] >= 5, $"{erasure.Removed["recalled"]}");
        Assert.Equal((RunStatus.Succeeded, "Kim"), ((await _process.FindAsync(over))!.Status, (await _process.FindAsync(over))!.EndUser));
        Assert.Equal(RunStatus.Terminated, (await _process.FindAsync(open))!.Status);
        Assert.NotNull(await _process.FindAsync(fork.Id));
        Assert.Equal("\"before\"", (await _process.Journal.FindAsync(Tenants.Default, over, "s0", None))!.Output!.Value.GetRawText());
        var told = (await _process.Journal.FindAsync(Tenants.Default, over, "s1", None))!;
        Assert.Equal(("\"[erased]\"", RunStepStatus.Succeeded), (told.Output!.Value.GetRawText(), told.Status));
        Assert.Contains(await _process.EventsAsync(over), static e => e.Data.GetRawText().Contains("\"erase\"", StringComparison.Ordinal));
        Assert.DoesNotContain(await _process.EventsAsync(other), static e => e.Data.GetRawText().Contains("erase", StringComparison.Ordinal));
        Assert.Equal("conflict", (await ForkAsync(over)).Error!.Code);
    }

    [Fact]
    public async Task Erase_OfWhatIsUnderWay_KeepsNothingThatComesLater()
    {
        var (_, open, _) = await FillAsync();
        await EraseAsync(_process);

        var late = await _process.Journal.UpdateAsync(Tenants.Default, open, new RunStep { Id = "s9", Kind = RunStepKind.Tool, Name = "n", Status = RunStepStatus.Succeeded, StartedAt = _time.GetUtcNow(), Output = Large() }, None);
        await _process.Journal.CloseAsync(Tenants.Default, open, RunStatus.Succeeded, Large(), null, None);

        Assert.Equal(RunStepStatus.Cancelled, late.Status);
        Assert.Empty(Holding());
        Assert.Empty(await _process.Get<MemoryUses>().NoteAsync(Tenants.Default, Memory, "run_x", null, "agents/a", ["mem_00000000000000000000000000000001"], None));
    }

    [Fact]
    public async Task Erase_Again_ChangesNothingMore()
    {
        await FillAsync();
        await EraseAsync(_process);
        var before = Content();
        Assert.Equal(0, (await EraseAsync(_process)).Removed["recalled"]);
        Assert.Empty(before.Except(Content()));
    }

    /// <summary>All but what counts erasures and changes of memory.</summary>
    private List<string> Content() =>
        [.. _store.All().Where(static d => !d.Path.Contains("_erasures", StringComparison.Ordinal) && !d.Path.EndsWith("/head", StringComparison.Ordinal)).Select(static d => d.Path + Encoding.UTF8.GetString(d.Body))];

    [Fact]
    public async Task Erase_OfAnAgentsScope_TouchesNoOthersRun()
    {
        var (over, _, _) = await FillAsync();
        var parent = (await _process.StartAsync(agent: "b", endUser: "Kim")).Value!;
        await _process.StepAsync(parent.Id, "s1", output: "\"answered\"");
        await _process.Get<MemoryUses>().NoteAsync(Tenants.Default, Memory, parent.Id, null, "agents/a", [await RememberAsync()], None);

        await _process.Get<SubjectErasures>().EraseAsync(Person with { Agent = "a", Team = "red" }, "agents/a", None);

        Assert.Empty(Holding());
        Assert.Equal("\"answered\"", (await _process.Journal.FindAsync(Tenants.Default, parent.Id, "s1", None))!.Output!.Value.GetRawText());
        Assert.NotNull(await _process.FindAsync(over));
    }

    /// <summary>The agent was in no team when it was told, and is in one since.</summary>
    [Fact]
    public async Task Erase_OfAnAgentWithoutATeam_TouchesNoRunOfATeam()
    {
        await _process.PutAgentAsync("a", "{}");
        var told = (await _process.StartAsync(endUser: "Kim")).Value!;
        await _process.StepAsync(told.Id, "s1", output: $"\"{Lee}\"");
        Assert.Single(await _process.Get<MemoryUses>().NoteAsync(Tenants.Default, Alone, told.Id, null, "agents/a", [await RememberAsync(Alone)], None));
        await _process.StepAsync(told.Id, "s2", output: $"\"{Lee}\"");
        await _process.Journal.CloseAsync(Tenants.Default, told.Id, RunStatus.Succeeded, Large(), null, None);
        _engine.Set(OwnRunProcess.InstanceOf(told.Id), WorkflowStatus.Completed);
        await _process.PutAgentAsync("a", """{"team":"red"}""");
        var fork = (await ForkAsync(told.Id)).Value!;
        await _process.StepAsync(fork.Id, "s3", output: "\"of the team\"");

        await _process.Get<SubjectErasures>().EraseAsync(Person with { Agent = "a", IsWithoutTeam = true }, "agents/a", None);

        Assert.Equal("red", (await _process.FindAsync(fork.Id))!.Team);
        Assert.Equal("\"of the team\"", (await _process.Journal.FindAsync(Tenants.Default, fork.Id, "s3", None))!.Output!.Value.GetRawText());
        Assert.Equal("\"[erased]\"", (await _process.Journal.FindAsync(Tenants.Default, told.Id, "s2", None))!.Output!.Value.GetRawText());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Erase_EndedAtAnyOperation_IsCompletedByAnotherProcess_AndCountsTheSame(bool isDone)
    {
        await FillAsync();
        var whole = CountsOf(await EraseAsync(_process));
        for (var at = 0; ; at++)
        {
            await OpenAsync();
            var (over, _, other) = await FillAsync();
            var lossy = new LossyDocumentStore(_store);
            var isOver = false;
            await using (var dying = new OwnRunProcess(_time, lossy, _engine))
            {
                lossy.Arm(at, isDone);
                try
                {
                    await EraseAsync(dying);
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
            if (recorded.Count == 0) Assert.True(at < 2 && Holding().Count > 10, $"operation {at}: half of it is gone, and nobody knows");
            else Assert.Equal($"operation {at}: {whole}", $"operation {at}: {CountsOf(Assert.Single(recorded))}");
            Assert.True(recorded.Count == 0 || Holding() is [], $"operation {at}: {string.Join('\n', Holding())}");
            Assert.Equal("\"before\"", (await _process.Journal.FindAsync(Tenants.Default, over, "s0", None))!.Output!.Value.GetRawText());
            Assert.Equal("\"other\"", (await _process.Journal.FindAsync(Tenants.Default, other, "s1", None))!.Output!.Value.GetRawText());
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

    private static ValueTask<Erasure> EraseAsync(OwnRunProcess process) => process.Get<SubjectErasures>().EraseAsync(Person, "operator/ops", None);

    /// <summary>Two runs for Kim that are given what Lee said, one over, one open with a run within it; and one that is given nothing.</summary>
    private async Task<(string Over, string Open, string Other)> FillAsync()
    {
        var record = await RememberAsync();
        List<string> runs = [];
        for (var i = 0; i < 2; i++)
        {
            var run = (await _process.StartAsync(endUser: "Kim")).Value!;
            runs.Add(run.Id);
            await _process.StepAsync(run.Id, "s0", output: "\"before\"");
            _time.Advance(TimeSpan.FromMinutes(1));
            Assert.Single(await _process.Get<MemoryUses>().NoteAsync(Tenants.Default, Memory, run.Id, null, "agents/a", [record], None));
            await _process.StepAsync(run.Id, "s1", output: $"\"{Lee}\"");
            await _process.StepAsync(run.Id, "s2", output: Large().GetRawText());
            await _store.UpsertAsync(RunDocuments.RunPartition(Tenants.Default, run.Id), new DocumentWrite("tool:x", Encoding.UTF8.GetBytes($$"""{"content":"{{Lee}}"}""")), None);
            await _process.StepAsync(run.Id, "s3", RunStepStatus.Running, kind: RunStepKind.Agent, input: $"\"{Lee}\"");
            var child = (await _process.Get<IRunWork>().StartChildAsync(Tenants.Default, new ChildRun { ParentRunId = run.Id, StepId = "s3", Target = new RunTarget(RunTargetKind.Agent, "a"), Input = OwnRunProcess.Json($"\"{Lee}\"") }, None)).Value!;
            await _process.StepAsync(child.Run.Id, "s1", output: $"\"{Lee}\"");
            if (i == 1) continue;
            await _process.Journal.CloseAsync(Tenants.Default, child.Run.Id, RunStatus.Succeeded, OwnRunProcess.Json($"\"{Lee}\""), null, None);
            await _process.Journal.CloseAsync(Tenants.Default, run.Id, RunStatus.Succeeded, Large(), null, None);
            _engine.Set(OwnRunProcess.InstanceOf(run.Id), WorkflowStatus.Completed);
        }

        var other = (await _process.StartAsync(endUser: "Kim")).Value!;
        await _process.StepAsync(other.Id, "s1", output: "\"other\"");
        return (runs[0], runs[1], other.Id);
    }

    private async Task<string> RememberAsync(string memory = Memory)
    {
        var draft = new MemoryDraft
        {
            Text = $"I keep a {Lee}.", Kind = MemoryKind.Episodic, Speaker = "Lee Jones", Label = new ContentLabel(Integrity.Trusted, Confidentiality.Internal), Source = new MemorySource(MemorySourceKind.Written, "principals/ops", null, null, true),
        };
        return (await _process.Get<MemoryWriter>().WriteAsync(Tenants.Default, memory, [draft], None))[0].Id!;
    }

    private ValueTask<Core.Errors.Outcome<Run>> ForkAsync(string run) => _process.Get<RunForking>().ForkAsync(OwnRunProcess.Platform(), RunInitiator.System(Tenants.Default, "operator/ops"), run, new RunForkRequest { FromStep = "s2" }, None);

    private static JsonElement Large() => OwnRunProcess.Json($"\"{Lee} {new string('x', 40_000)}\"");

    /// <summary>The documents that hold what Lee said, payloads too.</summary>
    private List<string> Holding() =>
        [.. _store.All().Where(static document => Encoding.UTF8.GetString(document.Body) is var text && (text.Contains(Lee, StringComparison.Ordinal) || text.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes($"\"{Lee}"))[..^4], StringComparison.Ordinal))).Select(static document => document.Path).Order(StringComparer.Ordinal)];
}
