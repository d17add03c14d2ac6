using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Runs;
using AgentFunctions.TestKit.Documents;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Runs;

public sealed class IdleRunJobTests : IAsyncDisposable
{
    /// <summary>After this long without a call the next turn of the job closes a run.</summary>
    private static readonly TimeSpan Due = RunProcess.Defaults.IdleTimeout + (RunProcess.Defaults.LastSeenInterval * 2) + RunBinder.MaxAge;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly RunProcess _one;
    private readonly RunProcess _two;

    public IdleRunJobTests()
    {
        var store = new InMemoryDocumentStore(_time);
        (_one, _two) = (new RunProcess(_time, store), new RunProcess(_time, store));
    }

    [Fact]
    public async Task Run_WithoutACallForTheIdleTime_IsClosedAsTimedOut()
    {
        await _one.CallAsync();
        var seen = _time.GetUtcNow();
        _time.Advance(Due - TimeSpan.FromSeconds(1));
        await _two.CloseIdleAsync();
        Assert.Equal(RunStatus.Running, (await _one.FindAsync())!.Status);

        _time.Advance(TimeSpan.FromSeconds(1));
        await _two.CloseIdleAsync();

        var run = Assert.Single(await _one.ListAsync(status: RunStatus.TimedOut));
        Assert.Equal((RunStatus.TimedOut, seen, _time.GetUtcNow()), (run.Status, run.LastSeenAt, run.EndedAt!.Value));
        Assert.Null(run.Outcome);
        Assert.Single(await _one.IndexAsync());
        Assert.Equal(ErrorCodes.RunClosed, (await _one.CallAsync())!.Code);
        Assert.Equal(409, (await _one.CompleteAsync()).Error!.Status);
    }

    [Fact]
    public async Task Run_WithCalls_StaysOpen()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.Null(await _one.CallAsync());
            await _one.WriteSeenAsync();
            _time.Advance(RunProcess.Defaults.IdleTimeout * 0.9);
            await _two.CloseIdleAsync();
        }

        Assert.Equal(RunStatus.Running, (await _two.FindAsync())!.Status);
    }

    [Fact]
    public async Task Call_OfARunThatIsDue_IsWrittenBeforeTheClosingLooks()
    {
        await _one.CallAsync();
        _time.Advance(Due);

        // Nothing wrote when it was seen, but a call that could meet its closing does so itself.
        Assert.Null(await _one.CallAsync());
        await _two.CloseIdleAsync();

        Assert.Equal((RunStatus.Running, _time.GetUtcNow()), ((await _two.FindAsync())!.Status, (await _two.FindAsync())!.LastSeenAt));
    }

    [Fact]
    public async Task Call_ThatReadsAnOpenRunAndThenMeetsItsClosing_IsRefused()
    {
        await _one.CallAsync();
        _time.Advance(Due);
        _one.Store.AfterRead = async () =>
        {
            _one.Store.AfterRead = null;
            await _two.CloseIdleAsync();
        };

        Assert.Equal(ErrorCodes.RunClosed, (await _one.CallAsync())!.Code);
    }

    [Fact]
    public async Task Closing_ThatReadsAnIdleRunAndThenMeetsACall_LetsItBe()
    {
        await _one.CallAsync();
        _time.Advance(Due);
        _two.Store.AfterRead = async () =>
        {
            _two.Store.AfterRead = null;
            Assert.Null(await _one.CallAsync());
        };

        await _two.CloseIdleAsync();

        Assert.Null(await _one.CallAsync());
        Assert.Equal(RunStatus.Running, (await _two.FindAsync())!.Status);
    }

    /// <summary>Whatever the moment, a run is closed or its call passed; a call that passed is never of a run that was closed before.</summary>
    [Fact]
    public async Task CallsAndClosings_AtTheSameMoment_NeverBothWin()
    {
        foreach (var process in (RunProcess[])[_one, _two]) process.Store.Before = async () => await Task.Yield();
        for (var round = 0; round < 50; round++)
        {
            var run = $"run-{round}";
            await _one.CallAsync(run);
            _time.Advance(Due);
            var call = _one.CallAsync(run);
            await Task.WhenAll(call, _two.CloseIdleAsync());

            Assert.Equal(await call is null ? RunStatus.Running : RunStatus.TimedOut, (await _two.FindAsync(run))!.Status);
        }
    }

    [Fact]
    public async Task Entry_WhoseRunWasNeverCreated_GetsItAndIsClosedLikeAnyOther()
    {
        var operations = 0;
        _one.Store.Before = () => ++operations == 3 ? throw new DocumentStoreUnavailableException("The test made it fail.") : Task.CompletedTask;
        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(() => _one.CallAsync());
        Assert.Empty(await _two.ListAsync());

        _time.Advance(Due);
        await _two.CloseIdleAsync();

        Assert.Equal(RunStatus.TimedOut, Assert.Single(await _two.ListAsync()).Status);
        Assert.Single(await _two.IndexAsync());
    }

    [Fact]
    public async Task Entry_ThatIsNoRuns_IsRemoved()
    {
        // Begun, broken off before the run was created, begun again.
        var operations = 0;
        _one.Store.Before = () => ++operations == 3 ? throw new DocumentStoreUnavailableException("The test made it fail.") : Task.CompletedTask;
        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(() => _one.CallAsync());
        _time.Advance(TimeSpan.FromSeconds(1));
        await _one.CallAsync();
        Assert.Equal(4, (await _two.IndexAsync()).Count);
        Assert.Single(await _two.ListAsync());

        _time.Advance(Due);
        await _one.CallAsync();
        await _two.CloseIdleAsync();

        Assert.Equal(2, (await _two.IndexAsync()).Count);
        Assert.Equal(RunStatus.Running, Assert.Single(await _two.ListAsync()).Status);
    }

    [Fact]
    public async Task Turn_ThatIsRepeated_ChangesNothing()
    {
        await _one.CallAsync();
        _time.Advance(Due);
        await Task.WhenAll(_one.CloseIdleAsync(), _two.CloseIdleAsync());
        var run = await _one.FindAsync();
        _time.Advance(Due);
        await _one.CloseIdleAsync();

        Assert.Equal(run, await _one.FindAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }
}
