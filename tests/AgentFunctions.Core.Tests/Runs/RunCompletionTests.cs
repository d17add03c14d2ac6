using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Runs;
using AgentFunctions.TestKit.Documents;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Runs;

public sealed class RunCompletionTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly RunProcess _one;
    private readonly RunProcess _two;

    public RunCompletionTests()
    {
        var store = new InMemoryDocumentStore(_time);
        (_one, _two) = (new RunProcess(_time, store), new RunProcess(_time, store));
    }

    [Theory]
    [InlineData(RunOutcome.Success, RunStatus.Succeeded)]
    [InlineData(RunOutcome.Failure, RunStatus.Failed)]
    public async Task Complete_OpenRun_ClosesItAndRepeatsTheSame(RunOutcome outcome, RunStatus status)
    {
        await _one.CallAsync();
        _time.Advance(TimeSpan.FromSeconds(5));
        await _one.CallAsync();
        var seen = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromSeconds(1));

        var run = (await _one.CompleteAsync(outcome: outcome)).Value!;
        Assert.Equal((status, outcome, seen, _time.GetUtcNow()), (run.Status, run.Outcome!.Value, run.LastSeenAt, run.EndedAt!.Value));

        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(run, (await _two.CompleteAsync(outcome: outcome)).Value);
        Assert.Equal(run, Assert.Single(await _two.ListAsync(status: status)));
        Assert.Single(await _one.IndexAsync());
    }

    [Fact]
    public async Task Complete_OtherOutcome_IsAConflict()
    {
        await _one.CallAsync();
        await _one.CompleteAsync();

        var error = (await _two.CompleteAsync(outcome: RunOutcome.Failure)).Error!;

        Assert.Equal((409, ErrorCodes.Conflict), (error.Status, error.Code));
        Assert.Equal(RunStatus.Succeeded, (await _one.FindAsync())!.Status);
    }

    [Theory]
    [InlineData("b", null, "r1")]
    [InlineData("a", "other", "r1")]
    [InlineData("a", null, "r2")]
    [InlineData("a", null, "_index")]
    [InlineData("a", null, "../r1")]
    [InlineData("a", null, "")]
    public async Task Complete_RunThatIsNotOnesOwn_DoesNotExist(string agent, string? team, string run)
    {
        await _one.CallAsync();

        var error = (await _one.CompleteAsync(run, agent: agent, team: team)).Error!;

        Assert.Equal((404, $"runs/{run} does not exist in this tenant."), (error.Status, error.Message));
        Assert.Equal(RunStatus.Running, (await _one.FindAsync())!.Status);
    }

    [Fact]
    public async Task Complete_BothOutcomesAtOnce_OneHolds()
    {
        foreach (var process in (RunProcess[])[_one, _two]) process.Store.Before = async () => await Task.Yield();
        for (var round = 0; round < 50; round++)
        {
            var run = $"run-{round}";
            await _one.CallAsync(run);

            var answers = await Task.WhenAll(_one.CompleteAsync(run), _two.CompleteAsync(run, RunOutcome.Failure));

            Assert.Single(answers, static a => a.Value is not null);
            Assert.Equal(409, Assert.Single(answers, static a => a.Error is not null).Error!.Status);
        }
    }

    [Fact]
    public async Task Complete_IndexOutOfReach_ClosesTheRunAndListsItRight()
    {
        await _one.CallAsync();
        var operations = 0;
        _one.Store.Before = () => ++operations == 3 ? throw new Core.Documents.DocumentStoreUnavailableException("The test made it fail.") : Task.CompletedTask;

        Assert.NotNull((await _one.CompleteAsync()).Value);
        Assert.Equal(3, operations);

        Assert.Equal(2, (await _one.IndexAsync()).Count);
        Assert.Empty(await _two.ListAsync(status: RunStatus.Running));
        Assert.Equal(RunStatus.Succeeded, Assert.Single(await _two.ListAsync(status: RunStatus.Succeeded)).Status);

        _time.Advance(RunProcess.Defaults.IdleTimeout + TimeSpan.FromMinutes(1));
        await _two.CloseIdleAsync();
        Assert.Single(await _one.IndexAsync());
        Assert.Equal(RunStatus.Succeeded, Assert.Single(await _two.ListAsync()).Status);
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }
}
