using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Jobs;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Documents;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Jobs;

public sealed class JobTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FaultyDocumentStore _store;

    public JobTests() => _store = new FaultyDocumentStore(new InMemoryDocumentStore(_time));

    [Fact]
    public async Task Lease_TwoProcesses_OneAtATimeAndOnceAnInterval()
    {
        var (first, second) = (New("a"), New("b"));
        Assert.True(await first.TryBeginAsync("j", Interval, CancellationToken.None));
        Assert.False(await second.TryBeginAsync("j", Interval, CancellationToken.None));
        Assert.False(await first.TryBeginAsync("j", Interval, CancellationToken.None));
        _time.Advance(JobLease.Life);
        Assert.False(await second.TryBeginAsync("j", Interval, CancellationToken.None));
        _time.Advance(Interval);
        Assert.True(await second.TryBeginAsync("j", Interval, CancellationToken.None));
        Assert.False(await first.RenewAsync("j", CancellationToken.None));
        Assert.True(await second.RenewAsync("j", CancellationToken.None));
        Assert.True(await first.TryBeginAsync("other", Interval, CancellationToken.None));
    }

    [Fact]
    public async Task Lease_Released_IsFreeAtOnce()
    {
        var (first, second) = (New("a"), New("b"));
        Assert.True(await first.TryBeginAsync("j", TimeSpan.FromSeconds(1), CancellationToken.None));
        await second.ReleaseAsync("j", CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(await second.TryBeginAsync("j", TimeSpan.FromSeconds(1), CancellationToken.None));
        await first.ReleaseAsync("j", CancellationToken.None);
        Assert.True(await second.TryBeginAsync("j", TimeSpan.FromSeconds(1), CancellationToken.None));
    }

    [Fact]
    public async Task Lease_ManyAtOnce_ExactlyOneGetsIt()
    {
        for (var round = 0; round < 20; round++)
        {
            var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => New($"p{i}").TryBeginAsync($"j{round}", Interval, CancellationToken.None).AsTask()));
            Assert.Equal(1, taken.Count(t => t));
        }
    }

    [Fact]
    public async Task Jobs_RunFailsOrStoreIsGone_ComesBackAtItsInterval()
    {
        var runs = 0;
        var job = new Job(_ => Interlocked.Increment(ref runs) == 1 ? throw new InvalidOperationException("first run") : Task.CompletedTask);
        using var jobs = Scheduled(job);
        await jobs.StartAsync(CancellationToken.None);
        await TestWait.UntilAsync(() => Volatile.Read(ref runs) == 1, "the first run is at the start");
        _store.Fails = true;
        await AdvanceUntilAsync(() => _store.Fails, TimeSpan.FromSeconds(1), 3);
        Assert.Equal(1, Volatile.Read(ref runs));
        _store.Fails = false;
        await AdvanceUntilAsync(() => Volatile.Read(ref runs) < 3, TimeSpan.FromSeconds(1), 1000);
        Assert.True(Volatile.Read(ref runs) >= 3);
        await jobs.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Jobs_LeaseTakenByAnother_RunIsEnded()
    {
        var ended = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        var job = new Job(async cancellationToken =>
        {
            started.TrySetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }
            finally
            {
                ended.TrySetResult();
            }
        });
        using var jobs = Scheduled(job);
        await jobs.StartAsync(CancellationToken.None);
        await started.Task;
        await _store.PatchAsync(
            new DocumentPartition(DocumentContainer.Resources, JobLease.SystemPartition), "job:job", [new PatchOperation.SetValue("owner", "b")], null, CancellationToken.None);
        await AdvanceUntilAsync(() => !ended.Task.IsCompleted, TimeSpan.FromSeconds(10), 1000);
        Assert.True(ended.Task.IsCompleted);
        await jobs.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Jobs_LongRun_KeepsItsLease()
    {
        var release = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        using var jobs = Scheduled(new Job(_ =>
        {
            started.TrySetResult();
            return release.Task;
        }));
        await jobs.StartAsync(CancellationToken.None);
        await started.Task;
        for (var i = 0; i < 30; i++)
        {
            // Each renewal is a write; wait for it, so that the clock does not run away from the process.
            var until = await UntilAsync();
            _time.Advance(JobLease.Life / 3);
            await TestWait.UntilAsync(async () => await UntilAsync() > until, "the lease is renewed");
            Assert.False(await New("b").TryBeginAsync("job", TimeSpan.FromSeconds(1), CancellationToken.None));
        }

        release.SetResult();
        await jobs.StopAsync(CancellationToken.None);
    }

    private async Task<long> UntilAsync()
    {
        var found = await _store.ReadAsync(new DocumentPartition(DocumentContainer.Resources, JobLease.SystemPartition), "job:job", CancellationToken.None);
        using var json = System.Text.Json.JsonDocument.Parse(found.Document!.Body);
        return json.RootElement.GetProperty("until").GetInt64();
    }

    private async Task AdvanceUntilAsync(Func<bool> goOn, TimeSpan by, int steps)
    {
        for (var i = 0; i < steps && goOn(); i++)
        {
            _time.Advance(by);
            await Task.Delay(2);
        }
    }

    private ScheduledJobs Scheduled(IScheduledJob job) => new([job], new JobTurns(New("a"), _time, NullLogger<JobTurns>.Instance), _time);

    private JobLease New(string owner) => new(_store, _time, new JobOwner(owner));

    private sealed class Job(Func<CancellationToken, Task> run) : IScheduledJob
    {
        public string Name => "job";

        public TimeSpan Interval => TimeSpan.FromSeconds(1);

        public Task RunAsync(CancellationToken cancellationToken) => run(cancellationToken);
    }
}
