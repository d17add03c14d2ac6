using AgentFunctions.Core.Usage;

namespace AgentFunctions.Core.Anomalies;

/// <summary>What agents and runs spent in five minutes, in nano-dollars. Of every attempt the highest revision alone counts, so an event that comes again changes nothing. Not thread-safe.</summary>
internal sealed class SpendWindow(DateTimeOffset start)
{
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(5);

    /// <summary>Beyond this many, repeats are no longer recognised: memory is worth more than the exactness of an alarm.</summary>
    private const int MostAttempts = 250_000;
    private readonly Dictionary<(string CallId, int Attempt), (int Revision, long Cost)> _attempts = [];
    private readonly Dictionary<Spender, long> _spent = [];

    public DateTimeOffset Start => start;

    public DateTimeOffset End => start + Length;

    /// <summary>What was told of this window by this process.</summary>
    public HashSet<(Spender Spender, bool IsCritical)> Told { get; } = [];

    public long this[Spender spender] => _spent.GetValueOrDefault(spender);

    public static DateTimeOffset StartOf(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % Length.Ticks), TimeSpan.Zero);

    public void Add(UsageEvent value)
    {
        var key = (value.Subject.CallId, value.Usage.Attempt);
        var known = _attempts.GetValueOrDefault(key, (-1, 0));
        if (known.Item1 >= value.Revision) return;

        // What was charged at its bound is no spending that anybody saw; a correction tells what it was.
        var cost = value.Usage.IsEstimated ? 0 : value.Usage.Cost.Total.Value;
        if (_attempts.Count >= MostAttempts) _attempts.Clear();
        _attempts[key] = (value.Revision, cost);
        foreach (var spender in SpendersOf(value.Subject)) _spent[spender] = this[spender] + cost - known.Item2;
    }

    public static IEnumerable<Spender> SpendersOf(UsageSubject subject)
    {
        if (subject.Agent is not { } agent) yield break;
        yield return new Spender(agent, null);
        if (!string.IsNullOrEmpty(subject.Run)) yield return new Spender(agent, subject.Run);
    }
}
