using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Runs;
using AgentFunctions.TestKit.Documents;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Runs;

public sealed class RunBinderTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly RunProcess _one;
    private readonly RunProcess _two;

    public RunBinderTests()
    {
        var store = new InMemoryDocumentStore(_time);
        (_one, _two) = (new RunProcess(_time, store), new RunProcess(_time, store));
    }

    [Fact]
    public async Task Bind_NewId_BeginsTheRunOfTheAgent()
    {
        Assert.Null(await _one.CallAsync(team: "t"));

        var run = await _two.FindAsync(team: "t");
        Assert.Equal(("r1", "a", "t", RunStatus.Running, Run.External), (run!.Id, run.Agent, run.Team, run.Status, run.Origin));
        Assert.Equal((_time.GetUtcNow(), _time.GetUtcNow()), (run.StartedAt, run.LastSeenAt));
        Assert.Null(run.EndedAt);
    }

    [Theory]
    [InlineData("b", null)]
    [InlineData("a", "other")]
    public async Task Bind_RunOfAnotherAgentOrTeam_IsRefused(string agent, string? team)
    {
        await _one.CallAsync();

        foreach (var process in (RunProcess[])[_one, _two, _one])
        {
            var error = await process.CallAsync(agent: agent, team: team);
            Assert.Equal((403, ErrorCodes.NotEntitled, "x-run-id"), (error!.Status, error.Code, error.Param));
        }

        Assert.Null(await _one.FindAsync(agent: agent, team: team));
    }

    [Fact]
    public async Task Bind_SameIdInAnotherTenant_IsAnotherRun()
    {
        await _one.CallAsync(agent: "a");

        Assert.Null(await _one.CallAsync(agent: "b", tenant: "elsewhere"));
        Assert.Null(await _one.CallAsync(agent: "a"));
    }

    [Fact]
    public async Task Bind_ManyAgentsBeginTheSameIdAtOnce_ExactlyOneHasIt()
    {
        foreach (var process in (RunProcess[])[_one, _two]) process.Store.Before = async () => await Task.Yield();
        for (var round = 0; round < 50; round++)
        {
            var run = $"run-{round}";
            var calls = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? _one : _two).CallAsync(run, $"agent-{i}")));

            var winner = Array.FindIndex(calls, static e => e is null);
            Assert.Equal(1, calls.Count(static e => e is null));
            Assert.All(calls.Where(static e => e is not null), static e => Assert.Equal(ErrorCodes.NotEntitled, e!.Code));
            Assert.Equal(run, (await _one.FindAsync(run, $"agent-{winner}"))!.Id);

            // Losers leave nothing behind.
            for (var i = 0; i < 8; i++) Assert.Equal(i == winner ? 1 : 0, (await _two.ListAsync($"agent-{i}")).Count(r => r.Id == run));
            Assert.Equal(2 * (round + 1), (await _one.IndexAsync()).Count);
        }
    }

    [Fact]
    public async Task Bind_ManyCallsOfOneAgentBeginARunAtOnce_AllJoinIt()
    {
        foreach (var process in (RunProcess[])[_one, _two]) process.Store.Before = async () => await Task.Yield();

        var calls = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => (i % 2 == 0 ? _one : _two).CallAsync()));

        Assert.All(calls, Assert.Null);
        Assert.Single(await _one.ListAsync());
        Assert.Equal(2, (await _one.IndexAsync()).Count);
    }

    [Fact]
    public async Task Bind_KnownRun_CostsNothingForTwoSecondsAndThenOneRead()
    {
        var writes = 0;
        await _one.CallAsync();
        var before = _one.Store.Reads;
        _one.Store.Before = () =>
        {
            writes++;
            return Task.CompletedTask;
        };

        for (var i = 0; i < 100; i++) await _one.CallAsync();
        Assert.Equal((before, 0), (_one.Store.Reads, writes));

        _time.Advance(RunBinder.MaxAge + TimeSpan.FromMilliseconds(1));
        for (var i = 0; i < 100; i++) await _one.CallAsync();
        Assert.Equal((before + 1, 1), (_one.Store.Reads, writes));
    }

    [Fact]
    public async Task Bind_RunClosedByAnotherProcess_IsRefusedWithinTwoSeconds()
    {
        await _one.CallAsync();
        await _two.CallAsync();
        await _two.CompleteAsync();

        Assert.Equal(ErrorCodes.RunClosed, (await _two.CallAsync())!.Code);
        _time.Advance(RunBinder.MaxAge + TimeSpan.FromMilliseconds(1));
        Assert.Equal((403, ErrorCodes.RunClosed), ((await _one.CallAsync())!.Status, (await _one.CallAsync())!.Code));
    }

    [Fact]
    public async Task Bind_ReadingThatBeganBeforeAClosing_DoesNotOpenTheRunAgain()
    {
        await _one.CallAsync();
        _time.Advance(RunBinder.MaxAge + TimeSpan.FromMilliseconds(1));

        // The call has read an open run; before it goes on, the run is closed in the same process.
        _one.Store.AfterRead = async () =>
        {
            _one.Store.AfterRead = null;
            Assert.NotNull((await _one.CompleteAsync()).Value);
        };
        await _one.CallAsync();

        Assert.Equal(ErrorCodes.RunClosed, (await _one.CallAsync())!.Code);
    }

    [Fact]
    public async Task Bind_StoreFails_ThrowsAndNeverPasses()
    {
        _one.Store.Fails = true;
        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(() => _one.CallAsync());
        _one.Store.Fails = false;
        await _one.CallAsync();
        _one.Store.Fails = true;
        _time.Advance(RunBinder.MaxAge + TimeSpan.FromMilliseconds(1));

        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(() => _one.CallAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Bind_StoreFailsAtAnyStepOfACreation_TheNextTryHasTheRunOnce(int step)
    {
        var operations = 0;
        _one.Store.Before = () => ++operations == step ? throw new DocumentStoreUnavailableException("The test made it fail.") : Task.CompletedTask;
        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(() => _one.CallAsync());
        _one.Store.Before = null;
        _time.Advance(TimeSpan.FromMilliseconds(5));

        Assert.Null(await _one.CallAsync());

        Assert.Single(await _one.ListAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }
}
