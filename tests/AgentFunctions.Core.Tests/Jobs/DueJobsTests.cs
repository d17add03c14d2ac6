using System.Collections.Concurrent;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Resources.TenantDirectory;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Documents;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Jobs;

/// <summary>Processes that are woken by a timer and gone again: what is due is done, by one of them.</summary>
public sealed class DueJobsTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FaultyDocumentStore _store;

    public DueJobsTests() => _store = new FaultyDocumentStore(new InMemoryDocumentStore(_time));

    [Fact]
    public async Task Run_WokenEveryMinuteInAnotherProcess_EachJobRunsAtItsInterval()
    {
        var (often, seldom) = (new CountedJob("often", TimeSpan.FromSeconds(5)), new CountedJob("seldom", TimeSpan.FromMinutes(5)));
        for (var minute = 0; minute <= 10; minute++)
        {
            await Due($"p{minute}", [often, seldom]).RunAsync(CancellationToken.None);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal((11, 3), (often.Runs, seldom.Runs));
    }

    [Fact]
    public async Task Run_InManyProcessesAtOnce_OneRunsTheJob()
    {
        var job = new CountedJob("job", TimeSpan.FromMinutes(1));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Due($"p{i}", [job]).RunAsync(CancellationToken.None)));

        Assert.Equal(1, job.Runs);
    }

    // A host that stays has loops of its own: the lease is theirs, and would let this process in a second time.
    [Fact]
    public async Task Run_WhileTheProcessRunsTheJobItself_WaitsAndDoesNotRunItTwice()
    {
        var job = new CountedJob("job", TimeSpan.FromSeconds(1)) { Gate = new TaskCompletionSource() };
        var turns = new JobTurns(Lease("a"), _time, NullLogger<JobTurns>.Instance);
        using var scheduled = new ScheduledJobs([job], turns, _time);
        await scheduled.StartAsync(CancellationToken.None);
        await TestWait.UntilAsync(() => job.Runs == 1, "the job runs");
        var due = new DueJobs([job], [], turns).RunAsync(CancellationToken.None);

        Assert.False(due.IsCompleted);
        job.Gate.SetResult();
        await due;

        Assert.Equal((1, 1), (job.Runs, job.MostAtOnce));
        await scheduled.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Run_OneJobFails_TheOthersRunAndNothingIsThrown()
    {
        var (bad, good) = (new CountedJob("bad", TimeSpan.FromMinutes(1)) { Failure = new InvalidOperationException("bad") }, new CountedJob("good", TimeSpan.FromMinutes(1)));

        await Due("a", [bad, good]).RunAsync(CancellationToken.None);

        Assert.Equal((1, 1), (bad.Runs, good.Runs));
    }

    [Fact]
    public async Task Run_StoreDown_DoesNothingAndTheNextWakeUpDoesIt()
    {
        var job = new CountedJob("job", TimeSpan.FromMinutes(1));
        var loop = Loop("a");
        _store.Fails = true;
        await Due("a", [job], loop).RunAsync(CancellationToken.None);
        Assert.Equal((0, 0), (job.Runs, loop.Turns.Count));

        _store.Fails = false;
        await Due("a", [job], loop).RunAsync(CancellationToken.None);

        Assert.Equal((1, 2), (job.Runs, loop.Turns.Count));
    }

    [Fact]
    public async Task Run_Loops_LookAtEveryTenantUnlessAnotherProcessDoes()
    {
        var (first, second) = (Loop("a"), Loop("b"));

        await Due("a", [], first).RunAsync(CancellationToken.None);
        await Due("b", [], second).RunAsync(CancellationToken.None);
        Assert.Equal(["t1", "t2"], first.Turns.Order());
        Assert.Empty(second.Turns);

        // The first process is gone.
        _time.Advance(JobLease.Life);
        await Due("b", [], second).RunAsync(CancellationToken.None);
        Assert.Equal(["t1", "t2"], second.Turns.Order());
    }

    private DueJobs Due(string owner, IScheduledJob[] jobs, params LeasedLoop[] loops) => new(jobs, loops, new JobTurns(Lease(owner), _time, NullLogger<JobTurns>.Instance));

    private NotingLoop Loop(string owner) => new(new TwoTenants(), Lease(owner), _time, NullLogger.Instance);

    private JobLease Lease(string owner) => new(_store, _time, new JobOwner(owner));

    private sealed class TwoTenants : ITenantDirectory
    {
        public IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken) => new[] { "t1", "t2" }.ToAsyncEnumerable();
    }

    private sealed class NotingLoop(ITenantDirectory tenants, JobLease lease, TimeProvider time, ILogger logger) : LeasedLoop("loop", new LoopSignal(), tenants, lease, time, logger)
    {
        public ConcurrentQueue<string> Turns { get; } = [];

        protected override ValueTask RunTenantAsync(string tenantId, CancellationToken cancellationToken)
        {
            Turns.Enqueue(tenantId);
            return default;
        }
    }

    private sealed class CountedJob(string name, TimeSpan interval) : IScheduledJob
    {
        private int _runs;
        private int _atOnce;

        public string Name => name;

        public TimeSpan Interval => interval;

        public int Runs => Volatile.Read(ref _runs);

        public int MostAtOnce { get; private set; }

        public Exception? Failure { get; init; }

        public TaskCompletionSource? Gate { get; init; }

        public async Task RunAsync(CancellationToken cancellationToken)
        {
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _atOnce));
            Interlocked.Increment(ref _runs);
            if (Gate is not null) await Gate.Task.WaitAsync(cancellationToken);
            Interlocked.Decrement(ref _atOnce);
            if (Failure is not null) throw Failure;
        }
    }
}
