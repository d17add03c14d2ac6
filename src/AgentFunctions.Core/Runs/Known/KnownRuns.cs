using System.Collections.Concurrent;
using AgentFunctions.Core.Runs.Storage;

namespace AgentFunctions.Core.Runs.Known;

/// <summary>The runs whose calls pass this process. Bounded: beyond <see cref="MaxRuns"/> a run is not kept and its calls ask the store each time.</summary>
internal sealed class KnownRuns(TimeProvider time)
{
    /// <summary>Runs kept in memory, about 600 bytes each.</summary>
    public const int MaxRuns = 100_000;

    private static readonly TimeSpan Forget = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<RunKey, KnownRun> _runs = new();

    public KnownRun? Find(RunKey key) => _runs.GetValueOrDefault(key);

    /// <summary>Keeps what the store said; null where there is no room.</summary>
    /// <param name="key">Which run.</param>
    /// <param name="run">As it was read.</param>
    /// <param name="confirmedAt">Timestamp from before it was read.</param>
    public KnownRun? Keep(RunKey key, StoredRun run, long confirmedAt)
    {
        while (true)
        {
            if (_runs.TryGetValue(key, out var known))
            {
                if (known.Confirm(run, confirmedAt)) return known;
                _runs.TryRemove(new KeyValuePair<RunKey, KnownRun>(key, known));
                continue;
            }

            if (_runs.Count >= MaxRuns) return null;
            var made = new KnownRun(key, run, confirmedAt);
            if (_runs.TryAdd(key, made)) return made;
        }
    }

    public IReadOnlyList<KnownRun> Unwritten() => [.. _runs.Select(static pair => pair.Value).Where(static known => known.Unwritten is not null)];

    /// <summary>Takes out what is not needed any more.</summary>
    public void Trim()
    {
        foreach (var (key, known) in _runs)
            if (known.TryForget(time, Forget)) _runs.TryRemove(new KeyValuePair<RunKey, KnownRun>(key, known));
    }

    public void Remove(KnownRun known)
    {
        known.Forget();
        _runs.TryRemove(new KeyValuePair<RunKey, KnownRun>(known.Key, known));
    }
}
