using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Usage;

namespace AgentFunctions.Core.Ledger;

/// <summary>What attempts are charged to a counter, and the events that tell of them. docs/limits.md states for each unit what counts.</summary>
internal static class Charges
{
    /// <summary>What one counter is charged.</summary>
    /// <param name="line">The counter.</param>
    /// <param name="attempts">Attempts not charged yet.</param>
    /// <param name="isCall">The call reached a provider, in these attempts or before: it counts as a request.</param>
    /// <param name="isTool">The call is a tool's: its bytes are those that passed, of which only a bound was known.</param>
    public static long Of(HeldLine line, IReadOnlyList<AttemptUsage> attempts, bool isCall, bool isTool)
    {
        var charge = 0L;
        var isProvider = line.Provider is not null;
        if (!isProvider && (line.Unit is LimitUnit.Requests || (line.Unit is LimitUnit.Bytes && !isTool))) return isCall ? line.Held : 0;
        for (var i = 0; i < attempts.Count; i++)
        {
            var attempt = attempts[i];
            if (isProvider && attempt.Provider != line.Provider) continue;
            charge += line.Unit switch
            {
                LimitUnit.Usd => attempt.Cost.Total.Value,
                LimitUnit.Tokens => attempt.Tokens.Total,
                LimitUnit.Requests => 1,
                LimitUnit.Bytes => attempt.Bytes,
                _ => 0,
            };
        }

        return charge;
    }

    /// <summary>What attempts add to a counter while the hold stays whole for the next one. Requests and bytes are charged once a call, at its end.</summary>
    public static long Renewal(LimitUnit unit, IReadOnlyList<AttemptUsage> attempts) =>
        unit is LimitUnit.Usd or LimitUnit.Tokens ? Of(new HeldLine("", unit, 0), attempts, isCall: false, isTool: false) : 0;

    /// <summary>The outbox entries of attempts; the first of a call counts it.</summary>
    public static IEnumerable<BatchOperation> ToOutbox(UsageSubject subject, IReadOnlyList<AttemptUsage> attempts, bool isFirst)
    {
        for (var i = 0; i < attempts.Count; i++) yield return ToOutbox(new UsageEvent(subject, attempts[i], 0, isFirst && i == 0 ? 1 : 0));
    }

    public static BatchOperation ToOutbox(UsageEvent value) => new BatchOperation.Create(new DocumentWrite(LedgerDocuments.OutboxId(value), UsageEventJson.Write(value)));

    /// <summary>Those of the attempts that no renewal has charged yet.</summary>
    public static IReadOnlyList<AttemptUsage> NotCharged(Reservation reservation, IReadOnlyList<AttemptUsage> attempts)
    {
        for (var i = 0; i < attempts.Count; i++)
            if (attempts[i].Attempt < reservation.Attempt) return [.. attempts.Where(attempt => attempt.Attempt >= reservation.Attempt)];
        return attempts;
    }

    /// <summary>
    /// What a counter is charged for a call of which nobody knows how it ended: exactly what the one event says that tells of it. Of providers only the one that was tried last is charged, and one attempt: what was tried
    /// before produced nothing, or it was charged when the hold was renewed.
    /// </summary>
    public static long Estimate(HeldLine line, StoredHold hold)
    {
        if (line.Provider is null) return line.Unit == LimitUnit.Concurrent ? 0 : line.Held;
        return line.Provider == hold.Provider ? Math.Min(line.Held, hold.Bound.Of(line.Unit)) : 0;
    }

    /// <summary>How far attempts went beyond a bound.</summary>
    public static LedgerAmounts Beyond(LedgerAmounts bound, IReadOnlyList<AttemptUsage> attempts)
    {
        var (cost, tokens) = (0L, 0L);
        for (var i = 0; i < attempts.Count; i++) (cost, tokens) = (cost + attempts[i].Cost.Total.Value, tokens + attempts[i].Tokens.Total);
        return new LedgerAmounts(Math.Max(0, cost - bound.NanoDollars), Math.Max(0, tokens - bound.Tokens), 0, 0);
    }
}
