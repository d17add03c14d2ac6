using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Runs;
using AgentFunctions.TestKit.Documents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Runs;

public sealed class RunSeenWriterTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly InMemoryDocumentStore _store;
    private readonly RunProcess _one;
    private readonly RunProcess _two;

    public RunSeenWriterTests()
    {
        _store = new InMemoryDocumentStore(_time);
        (_one, _two) = (new RunProcess(_time, _store), new RunProcess(_time, _store));
    }

    [Fact]
    public async Task Write_ManyCalls_IsOneWriteAndThenNone()
    {
        await _one.CallAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 20; i++) await _one.CallAsync();
        var writes = 0;
        _one.Store.Before = () =>
        {
            writes++;
            return Task.CompletedTask;
        };

        await _one.WriteSeenAsync();
        await _one.WriteSeenAsync();

        Assert.Equal(1, writes);
        Assert.Equal(_time.GetUtcNow(), (await _two.FindAsync())!.LastSeenAt);
    }

    [Fact]
    public async Task Write_TwoProcesses_TheLatestCallHolds()
    {
        await _one.CallAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        await _one.CallAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        await _two.CallAsync();

        await _two.WriteSeenAsync();
        await _one.WriteSeenAsync();

        Assert.Equal(_time.GetUtcNow(), (await _two.FindAsync())!.LastSeenAt);
    }

    [Fact]
    public async Task Write_ClosedRun_LeavesItAlone()
    {
        await _one.CallAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        await _one.CallAsync();
        var closed = (await _two.CompleteAsync()).Value;

        await _one.WriteSeenAsync();

        Assert.Equal(closed, await _one.FindAsync());
    }

    [Fact]
    public async Task Write_StoreFails_WritesItTheNextTime()
    {
        await _one.CallAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        await _one.CallAsync();
        _one.Store.Fails = true;
        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(_one.WriteSeenAsync);
        _one.Store.Fails = false;

        await _one.WriteSeenAsync();

        Assert.Equal(_time.GetUtcNow(), (await _two.FindAsync())!.LastSeenAt);
    }

    [Fact]
    public async Task Write_RunOfATenantThatIsGone_IsForgotten()
    {
        await _one.CallAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        await _one.CallAsync();
        await new Core.Runs.Storage.RunPurge(_store, new Core.Payloads.DocumentPayloadStore(_store, new Core.Payloads.Storage.PayloadPurge(_store))).RunAsync("default", CancellationToken.None);

        await _one.WriteSeenAsync();

        Assert.Null(await _one.FindAsync());
        Assert.Empty(await _one.IndexAsync());
        Assert.Null(await _one.CallAsync(agent: "b"));
    }

    [Fact]
    public async Task Flusher_AtItsIntervalAndWhenTheHostStops_Writes()
    {
        await using var services = new ServiceCollection().AddSingleton<TimeProvider>(_time).AddSingleton<IDocumentStore>(_store).AddLogging().AddAgentFunctionsRunUpkeep().BuildServiceProvider();
        var flusher = services.GetServices<IHostedService>().Single(static s => s.GetType().Name == "RunFlusher");
        await flusher.StartAsync(CancellationToken.None);
        var binder = services.GetRequiredService<RunBinder>();
        await binder.BindAsync(new RunBinding("default", "a", null, "r1", null), CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(1));
        await binder.BindAsync(new RunBinding("default", "a", null, "r1", null), CancellationToken.None);
        var seen = _time.GetUtcNow();
        await TestKit.TestWait.UntilAsync(
            async () =>
            {
                _time.Advance(RunProcess.Defaults.LastSeenInterval);
                return (await _two.FindAsync())!.LastSeenAt == seen;
            },
            "what was seen is written at the interval");

        await binder.BindAsync(new RunBinding("default", "a", null, "r1", null), CancellationToken.None);
        // The drain took all of its time.
        await flusher.StopAsync(new CancellationToken(canceled: true));

        Assert.Equal(_time.GetUtcNow(), (await _two.FindAsync())!.LastSeenAt);
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }
}
