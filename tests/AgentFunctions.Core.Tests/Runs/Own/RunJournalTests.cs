using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Following;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Runs;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Runs.Own;

public sealed class RunJournalTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private OwnRunProcess _one = null!;
    private OwnRunProcess _two = null!;
    private string _run = "";

    public async Task InitializeAsync()
    {
        var (store, engine) = (new InMemoryDocumentStore(_time), new FakeWorkflowClient(_time));
        (_one, _two) = (new OwnRunProcess(_time, store, engine), new OwnRunProcess(_time, store, engine));
        await _one.DeclareAsync();
        _run = (await _one.StartAsync()).Value!.Id;
    }

    public async Task DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    [Fact]
    public async Task Step_ThatHasEnded_IsNeverDoneAgain()
    {
        await _one.StepAsync(_run, "s1", output: """{"v":1}""");
        var events = (await _one.EventsAsync(_run)).Count;

        var again = await _two.Journal.BeginAsync(Tenants.Default, _run, Step("s1"), None);
        Assert.Equal((RunStepStatus.Succeeded, """{"v":1}"""), (again.Status, again.Output!.Value.GetRawText()));
        var late = await _two.Journal.UpdateAsync(Tenants.Default, _run, Step("s1") with { Status = RunStepStatus.Failed, Error = "late" }, None);
        Assert.Equal(RunStepStatus.Succeeded, late.Status);
        Assert.Equal(events, (await _one.EventsAsync(_run)).Count);
        Assert.Equal((1L, RunStatus.Running), ((await _two.FindAsync(_run))!.Steps, (await _two.FindAsync(_run))!.Status));
    }

    [Fact]
    public async Task Step_LargeContents_LieElsewhere()
    {
        var text = $"\"{new string('x', 100_000)}\"";
        var step = await _one.StepAsync(_run, "s1", output: text, input: text);

        Assert.NotNull(PayloadReferences.Find(step.Input!.Value));
        var output = await _two.Get<IPayloadStore>().ResolveAsync(Tenants.Default, $"runs/{_run}", (await _two.Journal.FindAsync(Tenants.Default, _run, "s1", None))!.Output!.Value, None);
        Assert.Equal(text, output!.Value.GetRawText());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a:b")]
    [InlineData("_a")]
    [InlineData("a b")]
    public async Task Step_WithAnIdThatIsNone_IsABug(string id) => await Assert.ThrowsAsync<ArgumentException>(async () => await _one.Journal.BeginAsync(Tenants.Default, _run, Step(id), None));

    [Fact]
    public async Task Steps_WrittenByManyInTwoProcesses_AreEachThereOnce_WithEventsWithoutGaps()
    {
        _one.Store.Before = _two.Store.Before = static async () => await Task.Yield();

        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(() => (i % 2 == 0 ? _one : _two).StepAsync(_run, $"s{i / 2:00}", output: "1"))));

        Assert.Equal(30, (await _one.FindAsync(_run))!.Steps);
        await CheckEventsAsync(steps: 30);
    }

    [Fact]
    public async Task Status_OfASuspendedRun_ShowsWhenItGoesOn()
    {
        await _one.Journal.SetStatusAsync(Tenants.Default, _run, RunStatus.Running, None);
        await _one.DoAsync(Core.Runs.Control.RunVerb.Suspend, _run);
        Assert.True(await _one.Journal.SetStatusAsync(Tenants.Default, _run, RunStatus.Waiting, None));
        Assert.Equal(RunStatus.Suspended, (await _two.FindAsync(_run))!.Status);

        await _two.DoAsync(Core.Runs.Control.RunVerb.Resume, _run);
        Assert.Equal(RunStatus.Waiting, (await _two.FindAsync(_run))!.Status);
        await Assert.ThrowsAsync<ArgumentException>(async () => await _one.Journal.SetStatusAsync(Tenants.Default, _run, RunStatus.Failed, None));
    }

    [Fact]
    public async Task Close_EndsWhatIsOpen_AndNothingBeginsAfterIt()
    {
        for (var i = 0; i < 50; i++) await _one.StepAsync(_run, $"s{i:00}", i % 2 == 0 ? RunStepStatus.Running : RunStepStatus.Waiting);

        Assert.True(await _one.Journal.CloseAsync(Tenants.Default, _run, RunStatus.Succeeded, OwnRunProcess.Json("""{"done":true}"""), null, None));
        Assert.True(await _two.Journal.CloseAsync(Tenants.Default, _run, RunStatus.Succeeded, OwnRunProcess.Json("""{"done":true}"""), null, None));
        Assert.False(await _two.Journal.CloseAsync(Tenants.Default, _run, RunStatus.Failed, null, new ApiError(500, "x", "y"), None));
        Assert.False(await _two.Journal.SetStatusAsync(Tenants.Default, _run, RunStatus.Running, None));

        for (var i = 0; i < 50; i++) Assert.Equal(RunStepStatus.Cancelled, (await _two.Journal.FindAsync(Tenants.Default, _run, $"s{i:00}", None))!.Status);
        var late = await _two.Journal.BeginAsync(Tenants.Default, _run, Step("late"), None);
        Assert.Equal(RunStepStatus.Cancelled, late.Status);
        Assert.StartsWith(ErrorCodes.RunClosed, late.Error, StringComparison.Ordinal);
        Assert.Null(await _two.Journal.FindAsync(Tenants.Default, _run, "late", None));
        Assert.Equal("succeeded", (await _one.EventsAsync(_run))[^1].Data.GetProperty("status").GetString());
        Assert.Single(await _one.IndexAsync());
        await CheckEventsAsync(steps: 50);
    }

    /// <summary>Any writes, killed anywhere and done again, come to what they come to undisturbed.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Writes_KilledAnywhereAndRepeated_ComeToTheSame(int seed)
    {
        var random = new Random(seed);
        Task Die() => random.Next(6) == 0 ? throw new DocumentStoreUnavailableException("Killed here.") : Task.CompletedTask;
        (_one.Store.Before, _one.Store.AfterBatch) = (Die, Die);
        for (var i = 0; i < 30; i++)
        {
            var id = $"s{i:00}";
            var output = random.Next(4) == 0 ? $"\"{new string('y', 40_000)}\"" : $"{i}";
            var status = random.Next(4) == 0 ? RunStepStatus.Failed : RunStepStatus.Succeeded;
            await AgainAsync(() => _one.StepAsync(_run, id, status, output));
            if (random.Next(3) == 0) await AgainAsync(() => _one.Journal.SetStatusAsync(Tenants.Default, _run, i % 2 == 0 ? RunStatus.Waiting : RunStatus.Running, None).AsTask());
            Assert.Equal(status, (await _two.Journal.FindAsync(Tenants.Default, _run, id, None))!.Status);
        }

        await AgainAsync(() => _one.Journal.CloseAsync(Tenants.Default, _run, RunStatus.Failed, null, new ApiError(500, "x", "y"), None).AsTask());
        (_one.Store.Before, _one.Store.AfterBatch) = (null, null);
        _time.Advance(TimeSpan.FromMinutes(1));
        await _two.JobAsync("run-ends");

        Assert.Equal((30L, RunStatus.Failed), ((await _two.FindAsync(_run))!.Steps, (await _two.FindAsync(_run))!.Status));
        Assert.Single(await _two.IndexAsync());
        await CheckEventsAsync(steps: 30);
    }

    /// <summary>Numbers without gaps; of each step one event for each state it was in.</summary>
    private async Task CheckEventsAsync(int steps)
    {
        var events = await _two.EventsAsync(_run);
        Assert.Equal(Enumerable.Range(1, events.Count).Select(static i => (long)i), events.Select(static e => e.Seq));
        var seen = events.Where(static e => e.Type == RunEventTypes.Step).Select(static e => (e.Data.GetProperty("id").GetString(), e.Data.GetProperty("status").GetString())).ToList();
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Equal(steps, seen.Select(static s => s.Item1).Distinct().Count());
        Assert.Single(events, static e => e.Type == RunEventTypes.Status && e.Data.GetProperty("status").GetString() == "pending");
    }

    private static async Task AgainAsync<T>(Func<Task<T>> write)
    {
        for (var i = 0; i < 200; i++)
        {
            try
            {
                await write();
                return;
            }
            catch (DocumentStoreUnavailableException)
            {
                // As an activity does that is run again.
            }
        }

        Assert.Fail("It never got through.");
    }

    private RunStep Step(string id) => new() { Id = id, Kind = RunStepKind.Tool, Name = "n", Status = RunStepStatus.Running, StartedAt = _time.GetUtcNow() };
}
