using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Usage;
using AgentFunctions.TestKit.Documents;
using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Usage.Folding;

/// <summary>What everything that folds keeps to. Duplicated, reordered, replayed, with processes that end at any step and two at the same work: the rollups are what the plain computation says.</summary>
public abstract class UsageFoldSuite
{
    internal static readonly DateTimeOffset[] Months = [UsageScript.Now.AddMonths(-1), UsageScript.Now];

    [Property(MaxTest = 120, EndSize = 12)]
    public async Task AnyDelivery_Folded_GivesTheSameRollups(int seed, byte calls)
    {
        var random = new Random(seed);
        var events = UsageScript.Create(random, 1 + (calls % 12));
        var (inner, time) = Store();
        var folders = new[] { new Folder(Start, inner, time, random), new Folder(Start, inner, time, random) };
        foreach (var batch in Deliveries(random, events))
        {
            // Either one of them, or both the same batch at once, as after a lease that was lost.
            var at = random.Next(3) == 0 ? folders : [folders[random.Next(2)]];
            await Task.WhenAll(at.Select(folder => folder.FoldUntilDoneAsync(batch)));
        }

        Assert.Equal(NaiveRollups.Of(events), await NaiveRollups.ReadAsync(inner, Months));
    }

    [Fact]
    public async Task Replay_AllOfIt_ChangesNothing()
    {
        var random = new Random(7);
        var events = UsageScript.Create(random, 120);
        var (inner, time) = Store();
        var folder = new Folder(Start, inner, time, random) { CrashOneIn = int.MaxValue };
        await folder.FoldUntilDoneAsync(events);
        var before = await NaiveRollups.ReadAsync(inner, Months);

        await new Folder(Start, inner, time, random) { CrashOneIn = int.MaxValue }.FoldUntilDoneAsync([.. Enumerable.Reverse(events)]);

        Assert.Equal(NaiveRollups.Of(events), before);
        Assert.Equal(before, await NaiveRollups.ReadAsync(inner, Months));
    }

    [Fact]
    public async Task LateRevision_AfterTheMinuteIsGone_CorrectsTheHourAndBringsNoMinuteBack()
    {
        var (inner, time) = Store();
        var random = new Random(3);
        var folder = new Folder(Start, inner, time, random) { CrashOneIn = int.MaxValue };
        var first = UsageScript.Event(random, "req_1", UsageScript.Now);
        await folder.FoldUntilDoneAsync([first]);
        time.Advance(TimeSpan.FromDays(7));
        var second = first with { Revision = 1, Usage = UsageScript.Event(random, "req_1", UsageScript.Now).Usage };

        await new Folder(Start, inner, time, random) { CrashOneIn = int.MaxValue }.FoldUntilDoneAsync([second, first]);

        var expected = NaiveRollups.Of([second]).Where(static row => !row.Key.StartsWith("Minute", StringComparison.Ordinal));
        Assert.Equal(expected, await NaiveRollups.ReadAsync(inner, Months));
    }

    /// <summary>What is under test: folds the events of one delivery.</summary>
    internal abstract Func<IReadOnlyList<ReadOnlyMemory<byte>>, Task> Start(IDocumentStore store, FakeTimeProvider time);

    internal static (InMemoryDocumentStore Store, FakeTimeProvider Time) Store()
    {
        var time = new FakeTimeProvider(UsageScript.Now);
        return (new InMemoryDocumentStore(time), time);
    }

    /// <summary>Every event at least once, many more often, in any order, cut into batches anywhere.</summary>
    private static IEnumerable<IReadOnlyList<UsageEvent>> Deliveries(Random random, List<UsageEvent> events)
    {
        var all = events.Concat(events.Where(_ => random.Next(2) == 0)).Concat(events.Where(_ => random.Next(4) == 0)).ToArray();
        random.Shuffle(all);
        for (var i = 0; i < all.Length;)
        {
            var count = Math.Min(all.Length - i, random.Next(1, 9));
            yield return all[i..(i + count)];
            i += count;
        }
    }

    /// <summary>A process that folds, and ends now and then: before an operation of the store, or after a batch was written and before it learns so.</summary>
    private sealed class Folder
    {
        private readonly FaultyDocumentStore _store;
        private readonly FakeTimeProvider _time;
        private readonly Random _random;
        private readonly Func<IDocumentStore, FakeTimeProvider, Func<IReadOnlyList<ReadOnlyMemory<byte>>, Task>> _start;
        private Func<IReadOnlyList<ReadOnlyMemory<byte>>, Task> _fold;

        public Folder(Func<IDocumentStore, FakeTimeProvider, Func<IReadOnlyList<ReadOnlyMemory<byte>>, Task>> start, IDocumentStore inner, FakeTimeProvider time, Random random)
        {
            _start = start;
            (_time, _random) = (time, new Random(random.Next()));
            _store = new FaultyDocumentStore(inner) { Before = MaybeEndAsync, AfterBatch = MaybeEndAsync };
            _fold = _start(_store, _time);
        }

        public int CrashOneIn { get; init; } = 50;

        public async Task FoldUntilDoneAsync(IReadOnlyList<UsageEvent> batch)
        {
            while (true)
            {
                try
                {
                    await _fold([.. batch.Select(static e => (ReadOnlyMemory<byte>)UsageEventJson.Write(e))]);
                    return;
                }
                catch (DocumentStoreUnavailableException)
                {
                    // The process goes on after an error, or another takes its place with nothing in memory.
                    if (_random.Next(2) == 0) _fold = _start(_store, _time);
                }
            }
        }

        private async Task MaybeEndAsync()
        {
            await Task.Yield();
            bool ends;
            lock (_random) ends = _random.Next(CrashOneIn) == 0;
            if (ends) throw new DocumentStoreUnavailableException("ended");
        }
    }
}
