using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas;

namespace AgentFunctions.TestKit.Ledger;

/// <summary>What must come of a reservation, by the words of docs/limits.md.</summary>
internal static class LedgerReference
{
    /// <summary>The limit that has to refuse and why; null where the reservation has to be granted.</summary>
    public static (Limit Limit, RefusalReason Reason)? Refusal(LedgerView view, IReadOnlyList<Limit> limits, DateTimeOffset at, LedgerAmounts bound, DateTimeOffset now)
    {
        var enforced = Smallest(limits, at);
        foreach (var limit in enforced)
            if (bound.HeldOf(limit.Unit) > limit.Amount) return (limit, RefusalReason.ExceedsLimit);
        foreach (var limit in enforced)
        {
            var (settled, held) = Find(view, LedgerLimits.Key(limit, at)) is { } counter ? (counter.Settled, counter.Held) : (0, 0);
            var wanted = bound.HeldOf(limit.Unit);
            if (settled + held + wanted <= limit.Amount) continue;
            if (limit.Unit == LimitUnit.Concurrent) return (limit, RefusalReason.Concurrency);
            var isSoon = LimitWindows.EndsAt(limit.Window, at) is { } end && end - now <= TimeSpan.FromSeconds(120);
            return (limit, settled + wanted > limit.Amount && !isSoon ? RefusalReason.Exhausted : RefusalReason.Busy);
        }

        return null;
    }

    /// <summary>Of limits on one counter the smallest amount holds; in the order in which their counters are met first.</summary>
    public static List<Limit> Smallest(IReadOnlyList<Limit> limits, DateTimeOffset at) =>
    [
        .. limits.GroupBy(limit => LedgerLimits.Key(limit, at))
            .Select(static counter => counter.Where(static limit => limit.Mode == LimitMode.Enforce).MinBy(static limit => limit.Amount))
            .OfType<Limit>(),
    ];

    public static StoredCounter? Find(LedgerView view, string key) => view.Counters.Values.FirstOrDefault(counter => Key(counter) == key);

    public static string Key(StoredCounter counter) => $"{counter.Scope} {counter.Unit} {counter.Window}";
}
