using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Limits;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Runs;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Runs.Own;

public sealed class RunStartTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private OwnRunProcess _one = null!;
    private OwnRunProcess _two = null!;

    public async Task InitializeAsync()
    {
        var (store, engine) = (new InMemoryDocumentStore(_time), new FakeWorkflowClient(_time));
        (_one, _two) = (new OwnRunProcess(_time, store, engine), new OwnRunProcess(_time, store, engine));
        await _one.DeclareAsync();
    }

    public async Task DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    [Fact]
    public async Task Start_IsWrittenPinnedAndScheduled()
    {
        var run = (await _one.StartAsync(limits: new RunRequestLimits(Steps: 500, Deadline: TimeSpan.FromMinutes(1), Budget: 500_000_000))).Value!;

        Assert.Matches("^run_[0-9a-f]{32}$", run.Id);
        Assert.Equal((RunStatus.Pending, Run.OfAgent, "a", "red", "operator/ops", "agents/a"), (run.Status, run.Origin, run.Agent, run.Team, run.StartedBy, run.Target));
        Assert.Equal([$"schedule {OwnRunProcess.InstanceOf(run.Id)} AgentRun"], _one.Engine.Calls);
        Assert.True(OwnRunProcess.InstanceOf(run.Id).Length <= 100);
        var work = await _two.Get<IRunWork>().FindAsync(Tenants.Default, run.Id, CancellationToken.None);

        // The agent takes at most 20 steps whatever is asked for; the shorter deadline counts.
        Assert.Equal((20, _time.GetUtcNow().AddMinutes(1), 500_000_000L), (work!.Limits.Steps, work.Limits.Deadline!.Value, work.Limits.Budget!.Value));
        Assert.Equal("""{"n":1}""", work.Input.GetRawText());
        Assert.Equal(1, work.Pins["agents/a"].Version);
    }

    [Fact]
    public async Task Start_SameKeyAtTheSameMomentInTwoProcesses_IsOneRun()
    {
        _one.Store.Before = _two.Store.Before = static async () => await Task.Yield();
        for (var round = 0; round < 20; round++)
        {
            var key = $"k{round}";
            var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? _one : _two).StartAsync(key)));

            Assert.Single(answers.Select(static a => a.Value!.Id).Distinct());
            Assert.Equal(round + 1, _one.Engine.Calls.Count);
            Assert.Equal(round + 1, (await _two.ListAsync()).Count);
        }

        Assert.DoesNotContain(await _one.IndexAsync(), static id => id.StartsWith("n:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_SameKeyWithAnotherBody_IsRefused()
    {
        var first = (await _one.StartAsync("k")).Value!;

        Assert.Equal((409, ErrorCodes.IdempotencyMismatch), Refusal(await _two.StartAsync("k", """{"n":2}""")));
        Assert.Equal((409, ErrorCodes.IdempotencyMismatch), Refusal(await _two.StartAsync("k", limits: new RunRequestLimits(Steps: 3))));
        Assert.Equal(first.Id, (await _two.StartAsync("k", """{ "n" : 1 }""")).Value!.Id);
        Assert.NotEqual(first.Id, (await _two.StartAsync("k", agent: "b")).Value!.Id);
        Assert.NotEqual(first.Id, (await _two.StartAsync()).Value!.Id);
    }

    [Fact]
    public async Task Start_KilledAtEveryWrite_TheSameKeyGivesTheOneRun()
    {
        await _one.StartAsync("warm");
        for (var failing = 1; failing < 40; failing++)
        {
            var isKilled = await KilledStartAsync($"k{failing}", failing);
            var run = (await _two.StartAsync($"k{failing}")).Value!;
            _time.Advance(TimeSpan.FromHours(1));
            await _two.JobAsync("run-starts");

            Assert.Equal(failing + 1, _one.Engine.Calls.Count);
            Assert.Contains(OwnRunProcess.InstanceOf(run.Id), _one.Engine.Instances);
            Assert.Equal(failing + 1, (await _two.ListAsync()).Count);
            Assert.DoesNotContain(await _one.IndexAsync(), static id => id.StartsWith("n:", StringComparison.Ordinal));
            if (isKilled) continue;
            Assert.True(failing > 3, "Nothing was killed.");
            return;
        }

        Assert.Fail("A start takes fewer writes than that.");
    }

    [Fact]
    public async Task Start_KilledAtEveryWriteAndNeverRepeated_IsScheduledByTheJobOrGone()
    {
        await _one.StartAsync("warm");
        var (written, gone) = (0, 0);
        for (var failing = 1; failing < 40; failing++)
        {
            var (before, size) = ((await _two.ListAsync()).Count, (await _two.IndexAsync()).Count);
            var isKilled = await KilledStartAsync($"k{failing}", failing);
            _time.Advance(TimeSpan.FromHours(1));
            await _two.JobAsync("run-starts");

            var after = (await _two.ListAsync()).Count;
            Assert.Equal(after, _one.Engine.Calls.Count);
            Assert.DoesNotContain(await _one.IndexAsync(), static id => id.StartsWith("n:", StringComparison.Ordinal));
            if (after == before) Assert.Equal(size, (await _two.IndexAsync()).Count);
            (written, gone) = after == before ? (written, gone + 1) : (written + 1, gone);
            if (isKilled) continue;
            Assert.True(written > 1 && gone > 1);
            return;
        }

        Assert.Fail("A start takes fewer writes than that.");
    }

    [Fact]
    public async Task Start_WhileTheEngineIsAway_IsScheduledLater()
    {
        _one.Engine.Fails = true;
        var run = (await _one.StartAsync("k")).Value!;
        Assert.Empty(_one.Engine.Calls);

        _one.Engine.Fails = false;
        _time.Advance(TimeSpan.FromSeconds(20));
        await _two.JobAsync("run-starts");
        await _two.JobAsync("run-starts");

        Assert.Equal([$"schedule {OwnRunProcess.InstanceOf(run.Id)} AgentRun"], _one.Engine.Calls);
    }

    [Fact]
    public async Task StartChild_IsOneForEachStep_CountsOnBothBudgets_AndEndsAtTheDepth()
    {
        var parent = (await _one.StartAsync(limits: new RunRequestLimits(Budget: 1_000_000_000, Depth: 1))).Value!;
        var work = _one.Get<IRunWork>();
        var wanted = new ChildRun { ParentRunId = parent.Id, StepId = "s1", Target = new RunTarget(RunTargetKind.Agent, "a"), Input = OwnRunProcess.Json("1"), Budget = 5_000_000 };

        var child = (await work.StartChildAsync(Tenants.Default, wanted, CancellationToken.None)).Value!;
        Assert.Equal(child.Run.Id, (await _two.Get<IRunWork>().StartChildAsync(Tenants.Default, wanted, CancellationToken.None)).Value!.Run.Id);
        Assert.Equal((parent.Id, "s1", "operator/ops", 0), (child.ParentRunId, child.ParentStepId, child.StartedBy, child.Limits.Depth));

        var limits = await _two.Get<RunBudgets>().FindAsync(Tenants.Default, child.Run.Id, CancellationToken.None);
        Assert.Equal([($"runs/{child.Run.Id}", 5_000_000L), ($"runs/{parent.Id}", 1_000_000_000L)], limits.Select(static l => (l.Scope.ToString(), l.Amount)));
        Assert.Equal(limits, await _two.Get<RunBudgets>().FindAsync(Tenants.Default, child.Run.Id, CancellationToken.None));

        var deeper = await work.StartChildAsync(Tenants.Default, wanted with { ParentRunId = child.Run.Id }, CancellationToken.None);
        Assert.Equal((409, ErrorCodes.RunDepthExceeded), (deeper.Error!.Status, deeper.Error.Code));
        var foreign = await work.StartChildAsync(Tenants.Default, wanted with { StepId = "s2", Target = new RunTarget(RunTargetKind.Agent, "b") }, CancellationToken.None);
        Assert.Equal(ErrorCodes.NotEntitled, foreign.Error!.Code);
    }

    /// <summary>Depth and steps bound one run each; all that comes about within a run is bounded together, on whatever level.</summary>
    [Fact]
    public async Task StartChild_AsManyAsMayComeAboutInATree_AndNoMore()
    {
        var parent = (await _one.StartAsync(limits: new RunRequestLimits(Depth: 2))).Value!;
        var work = _one.Get<IRunWork>();
        var wanted = new ChildRun { ParentRunId = parent.Id, StepId = "s0", Target = new RunTarget(RunTargetKind.Agent, "a"), Input = OwnRunProcess.Json("1") };
        var child = (await work.StartChildAsync(Tenants.Default, wanted, CancellationToken.None)).Value!;
        for (var i = 1; i < 1000; i++)
            Assert.NotNull((await work.StartChildAsync(Tenants.Default, wanted with { StepId = $"s{i}", ParentRunId = i % 2 == 0 ? parent.Id : child.Run.Id }, CancellationToken.None)).Value);

        foreach (var above in (string[])[parent.Id, child.Run.Id])
            Assert.Equal((409, ErrorCodes.RunCountExceeded), await RefusedAsync(above));
        Assert.NotNull((await work.StartChildAsync(Tenants.Default, wanted, CancellationToken.None)).Value);

        async Task<(int, string)> RefusedAsync(string above)
        {
            var error = (await work.StartChildAsync(Tenants.Default, wanted with { ParentRunId = above, StepId = "more" }, CancellationToken.None)).Error!;
            return (error.Status, error.Code);
        }
    }

    private async Task<bool> KilledStartAsync(string key, int failing)
    {
        var operations = 0;
        _one.Store.Before = () => ++operations == failing ? throw new InvalidOperationException("Killed here.") : Task.CompletedTask;
        try
        {
            await _one.StartAsync(key);
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
        finally
        {
            _one.Store.Before = null;
        }
    }

    private static (int Status, string Code) Refusal(Outcome<Run> outcome) => (outcome.Error!.Status, outcome.Error.Code);
}
