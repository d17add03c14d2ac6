using AgentFunctions.Core.Activity;
using AgentFunctions.Core.Activity.Reading;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.TestKit.Documents;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Activity;

/// <summary>A call is counted once: not lost between processes, over crashes of the store, hours and months, and not twice.</summary>
public sealed class ActivityRecorderTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 31, 22, 30, 0, TimeSpan.Zero));
    private readonly InMemoryDocumentStore _store;
    private readonly ActivityProcess _process;

    public ActivityRecorderTests()
    {
        _store = new InMemoryDocumentStore(_time);
        _process = new ActivityProcess(_time, _store);
    }

    [Fact]
    public async Task Flush_CallsOfOneHour_AreOneDocumentWithTheirSums()
    {
        _process.Call();
        _process.Call(outcome: ActivityOutcome.Failed);
        await _process.FlushAsync();
        _time.Advance(TimeSpan.FromMinutes(1));
        _process.Call(outcome: ActivityOutcome.Refused, code: "rate_limited");
        _process.Call(outcome: ActivityOutcome.Refused, code: "a provider's own word");
        await _process.FlushAsync();

        var (document, counter) = Assert.Single(await _process.StoredAsync());
        Assert.Equal((4, 1, 2, 40, 12), (counter.Requests, counter.Failures, counter.Refusals, counter.InputTokens, counter.OutputTokens));
        Assert.Equal(new Dictionary<string, long> { ["rate_limited"] = 1, ["other"] = 1 }, counter.Codes);
        Assert.Equal(TimeSpan.FromMinutes(1), counter.LastAt - counter.FirstAt);
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 23, 0, 0, TimeSpan.Zero) + ActivityRetention.Counters, document.ExpiresAt);
    }

    [Fact]
    public async Task Flush_NothingNew_WritesNothing()
    {
        _process.Call();
        await _process.FlushAsync();
        var etag = (await _process.StoredAsync())[0].Document.ETag;

        await _process.FlushAsync();

        Assert.Equal(etag, (await _process.StoredAsync())[0].Document.ETag);
    }

    [Fact]
    public async Task Flush_TwoProcesses_LoseNothingOfEachOther()
    {
        using var other = new ActivityProcess(_time, _store);
        for (var i = 0; i < 3; i++)
        {
            _process.Call();
            other.Call();
            other.Call();
            await _process.FlushAsync();
            await other.FlushAsync();
        }

        Assert.Equal(9, await _process.StoredRequestsAsync());
    }

    [Fact]
    public async Task Crash_AfterAFlush_LosesOnlyWhatCameSince()
    {
        _process.Call();
        await _process.FlushAsync();
        _process.Call();

        using var next = new ActivityProcess(_time, _store);
        next.Call();
        await next.FlushAsync();

        Assert.Equal(2, await next.StoredRequestsAsync());
    }

    [Fact]
    public async Task Flush_StoreOutOfReach_IsMadeUpForLater()
    {
        _process.Call();
        _process.Store.Fails = true;
        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(() => _process.FlushAsync().AsTask());
        _process.Call();
        _process.Store.Fails = false;

        await _process.FlushAsync();

        Assert.Equal(2, await _process.StoredRequestsAsync());
    }

    [Fact]
    public async Task Flush_WriteThatHappenedWithoutAnAnswer_IsNotCountedTwice()
    {
        _process.Call();
        using var cut = new ActivityProcess(_time, new AnswerlessStore(_store));
        cut.Call();
        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(() => cut.FlushAsync().AsTask());

        await cut.FlushAsync();

        Assert.Equal(1, await cut.StoredRequestsAsync());
    }

    [Fact]
    public async Task Record_OverHourAndMonth_GoesToTheHourOfTheCall()
    {
        _process.Call();
        _time.Advance(TimeSpan.FromHours(1));
        _process.Call();
        _time.Advance(TimeSpan.FromHours(1));
        _process.Call();
        await _process.FlushAsync();

        Assert.Equal([22, 23], (await _process.StoredAsync("2026-01")).Select(c => c.Counter.Hour.Hour).Order());
        Assert.Equal(0, Assert.Single(await _process.StoredAsync("2026-02")).Counter.Hour.Hour);
    }

    [Fact]
    public async Task Record_AgentThatMoved_LeavesThePastWithItsTeam()
    {
        _process.Call("t1");
        await _process.FlushAsync();
        _process.Call("t2");
        _process.Call("t2");
        await _process.FlushAsync();

        Assert.Equal([("t1", 1L), ("t2", 2L)], (await _process.StoredAsync()).Select(c => (c.Counter.Team!, c.Counter.Requests)).Order());
    }

    [Fact]
    public async Task Memory_HoursThatAreOver_AreLetGo()
    {
        _process.Call();
        await _process.FlushAsync();
        Assert.Equal(1, _process.Recorder.Count);
        _time.Advance(TimeSpan.FromHours(1));

        await _process.FlushAsync();

        Assert.Equal(0, _process.Recorder.Count);
        Assert.Equal(1, await _process.StoredRequestsAsync("2026-01"));
    }

    [Fact]
    public async Task Memory_Full_ClearsWhatIsWrittenAndCountsOn()
    {
        using var small = new ActivityProcess(_time, _store, options => options.MaxCounters = 4);
        for (var i = 0; i < 6; i++) small.Call(key: $"k{i}");
        Assert.Equal(2, small.Recorder.TakeDropped());

        await small.FlushAsync();
        for (var i = 0; i < 4; i++) small.Call(key: $"k{i}");
        await small.FlushAsync();

        Assert.Equal(8, await small.StoredRequestsAsync());
        Assert.Equal(0, small.Recorder.TakeDropped());
    }

    [Fact]
    public async Task Memory_HalfFull_LetsGoOfWhatIsQuietOnly()
    {
        using var small = new ActivityProcess(_time, _store, options => options.MaxCounters = 4);
        for (var i = 0; i < 3; i++) small.Call(key: $"k{i}");
        await small.FlushAsync();
        Assert.Equal(3, small.Recorder.Count);
        _time.Advance(TimeSpan.FromMinutes(5));
        small.Call(key: "k0");

        await small.FlushAsync();

        Assert.Equal(1, small.Recorder.Count);
        small.Call(key: "k1");
        await small.FlushAsync();
        Assert.Equal(5, await small.StoredRequestsAsync());
    }

    [Fact]
    public async Task Record_NamesInventedUnderAWildcard_DoNotGrowWithoutEnd()
    {
        for (var i = 0; i < 200; i++) _process.Call(model: $"gpt-{i}", declared: "gpt-*");
        await _process.FlushAsync();

        var stored = await _process.StoredAsync();
        Assert.Equal(51, stored.Count);
        Assert.Equal(150, stored.Single(c => c.Counter.Model == "gpt-*").Counter.Requests);
    }

    [Fact]
    public async Task Record_FromManyThreads_CountsEveryCall()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 10_000), async (i, _) =>
        {
            _process.Call(outcome: i % 2 == 0 ? ActivityOutcome.Refused : ActivityOutcome.Succeeded, code: "rate_limited");
            if (i % 1000 == 0) await _process.FlushAsync();
        });
        await _process.FlushAsync();

        var counter = Assert.Single(await _process.StoredAsync()).Counter;
        Assert.Equal((10_000, 5_000, 5_000, 100_000), (counter.Requests, counter.Refusals, counter.Codes!["rate_limited"], counter.InputTokens));
    }

    [Fact]
    public async Task LastUse_OfAKey_OnlyMovesForward()
    {
        using var other = new ActivityProcess(_time, _store);
        var uses = new LastUses(_store);
        other.Call();
        _time.Advance(TimeSpan.FromSeconds(30));
        var latest = _time.GetUtcNow();
        _process.Call();
        await _process.FlushAsync();
        await other.FlushAsync();

        Assert.Equal(latest, (await uses.OfKeysAsync(Tenants.Default, ["k1", "unused"], CancellationToken.None)).Single().Value);
    }

    [Fact]
    public async Task LastUse_WithinAMinute_IsWrittenAtTheEndAtLatest()
    {
        var uses = new LastUses(_store);
        _process.Call();
        var first = _time.GetUtcNow();
        await _process.FlushAsync();
        _time.Advance(TimeSpan.FromSeconds(10));
        _process.Call();
        await _process.FlushAsync();
        Assert.Equal(first, (await uses.OfKeysAsync(Tenants.Default, ["k1"], CancellationToken.None))["k1"]);

        await _process.FlushAsync(isLast: true);

        Assert.Equal(_time.GetUtcNow(), (await uses.OfKeysAsync(Tenants.Default, ["k1"], CancellationToken.None))["k1"]);
    }

    [Fact]
    public async Task Record_PrincipalActingAsAnAgent_IsFoundUnderBoth()
    {
        _process.CallAs(PrincipalKind.Operator, "ops", "ok1", "a1", ActivitySurface.V1);
        _process.CallAs(PrincipalKind.Operator, "ops", "ok1", null, ActivitySurface.Api);
        _process.CallAs(PrincipalKind.Platform, "bootstrap", "bootstrap", null, ActivitySurface.Api);
        await _process.FlushAsync();

        Assert.Equal(3, (await _process.StoredAsync()).Count);
        Assert.Equal("ops", (await new LastUses(_store).FindKeyAsync(Tenants.Default, "ok1", CancellationToken.None))!.Owner);
    }

    public void Dispose() => _process.Dispose();
}
