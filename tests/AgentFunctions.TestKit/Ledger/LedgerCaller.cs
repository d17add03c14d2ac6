using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Usage;

namespace AgentFunctions.TestKit.Ledger;

/// <summary>Makes calls in one process.</summary>
public sealed class LedgerCaller(LedgerProcess process, TimeProvider time)
{
    public LedgerProcess Process => process;

    public ValueTask<ReserveResult> ReserveAsync(IReadOnlyList<Limit> limits, LedgerAmounts bound, TimeSpan? lease = null, DateTimeOffset? at = null)
    {
        var subject = new UsageSubject { TenantId = LedgerView.Tenant, CallId = Guid.NewGuid().ToString("N"), At = at ?? time.GetUtcNow(), Operation = "chat" };
        return process.Ledger.ReserveAsync(new ReserveRequest(subject, limits, bound, lease ?? TimeSpan.FromMinutes(10)), CancellationToken.None);
    }

    public async Task<SettleOutcome> SettleAsync(Reservation reservation, long cost) =>
        (await process.Ledger.SettleAsync(reservation, [Attempt(1, cost)], CancellationToken.None)).Outcome;

    /// <summary>Whether a call draws from blocks of its process.</summary>
    public static bool Draws(Reservation reservation) => reservation?.Shard is not null;

    public ValueTask<int> SweepAsync() => process.Ledger.SweepAsync(LedgerView.Tenant, CancellationToken.None);

    public ValueTask<LimitState> ReadAsync(Limit limit) => process.Ledger.ReadAsync(LedgerView.Tenant, limit, CancellationToken.None);

    /// <summary>One call; whether it was granted.</summary>
    public async Task<bool> CallAsync(IReadOnlyList<Limit> limits, LedgerAmounts bound, long cost, Func<Task>? during = null)
    {
        var result = await ReserveAsync(limits, bound);
        if (result.Reservation is not { } reservation) return false;
        if (during is not null) await during();
        Assert.Equal(SettleOutcome.Settled, await SettleAsync(reservation, cost));
        return true;
    }

    /// <summary>One call that comes back while it is told to, as soon as another one has ended; whether it was granted in the end.</summary>
    public async Task<bool> CallUntilAsync(IReadOnlyList<Limit> limits, LedgerAmounts bound, long cost, RefusalReason last, LedgerPulse pulse)
    {
        while (true)
        {
            var ended = pulse.Next;
            var result = await ReserveAsync(limits, bound);
            if (result.Reservation is { } reservation)
            {
                Assert.Equal(SettleOutcome.Settled, await SettleAsync(reservation, cost));
                pulse.Beat();
                return true;
            }

            if (result.Refusal!.Reason == last) return false;
            Assert.Equal(RefusalReason.Busy, result.Refusal.Reason);
            await ended;
        }
    }

    public static AttemptUsage Attempt(int attempt, long cost, long tokens = 1, string provider = "p0", long bytes = 1) => new()
    {
        Attempt = attempt,
        Provider = provider,
        Outcome = "succeeded",
        Tokens = new TokenCounts(tokens, 0, 0, 0, 0, 0, 0),
        Cost = new CallCost(new NanoDollars(cost), NanoDollars.Zero, NanoDollars.Zero),
        Bytes = bytes,
    };
}
