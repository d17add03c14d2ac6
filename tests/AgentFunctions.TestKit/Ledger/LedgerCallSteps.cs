using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Usage;

namespace AgentFunctions.TestKit.Ledger;

/// <summary>How calls begin and end.</summary>
internal static class LedgerCallSteps
{
    public static async Task ReserveAsync(LedgerWorld world, LedgerProcess process, Random random)
    {
        var now = world.Time.GetUtcNow();
        var at = now.AddSeconds(-random.Next(3));
        var subject = new UsageSubject { TenantId = LedgerView.Tenant, CallId = $"c{world.Calls.Count}", At = at, Operation = "chat" };
        var bound = new LedgerAmounts(random.Next(31), random.Next(31), 1, random.Next(41));
        var limits = world.Limits.Path(random);
        var lease = TimeSpan.FromSeconds(random.Next(3) == 0 ? 20 : 600);
        var call = new LedgerCall(process, subject, bound);
        call.PathKeys.UnionWith(limits.Select(limit => LedgerLimits.Key(limit, at)));
        world.Offered(limits, at);
        var expected = LedgerReference.Refusal(world.View, limits, at, bound, now);
        var text = $"process {Array.IndexOf(world.Processes, process)} reserves {call} on {string.Join(", ", limits.Select(static limit => $"{limit.QuotaId}={limit.Amount}"))} for {lease.TotalSeconds} s: ";
        try
        {
            var result = await process.Ledger.ReserveAsync(new ReserveRequest(subject, limits, bound, lease), CancellationToken.None);
            world.Trace.Add(text + (result.Refusal is { } refusal ? $"{refusal.Reason} by {refusal.State.Limit.QuotaId}" : "granted"));
            Assert.True(
                (expected?.Reason == result.Refusal?.Reason && expected?.Limit == result.Refusal?.State.Limit) || MayDiffer(world, result, expected?.Limit, at),
                $"{call.Id} should have got {expected?.Reason.ToString() ?? "granted"} ({expected?.Limit})");
            if (result.Reservation is { } reservation) await GrantedAsync(world, call, reservation, limits);
        }
        catch (DocumentStoreUnavailableException)
        {
            world.Trace.Add(text + (process.Store.IsLostHoldDone ? "lost, but done" : "lost"));
            call.State = LedgerCallState.Unknown;
            if (process.Store.IsLostHoldDone) world.Admitted(limits, at);
            world.Calls.Add(call);
        }
    }

    /// <summary>
    /// What blocks may change of an answer: one that was taken before a limit was edited, or exceeded, lets calls through until it is taken anew; so does a counter that a lost write kept from hearing of a charge beyond a hold; and a
    /// limit refuses for a charge whose correction waits to be told.
    /// </summary>
    private static bool MayDiffer(LedgerWorld world, ReserveResult result, Limit? expected, DateTimeOffset at) => result switch
    {
        { Reservation: { Shard: not null } } => world.IsLoose(LedgerLimits.Key(expected!, at)),
        { Reservation: not null } => world.View.IsUntold(LedgerDocuments.CounterId(expected!.Scope, expected.Unit, LimitWindows.WindowId(expected.Window, at, expected.RunId))),
        { Refusal: { } refusal } => world.View.IsOvercharged(LedgerDocuments.CounterId(refusal.State.Limit.Scope, refusal.State.Limit.Unit, refusal.State.WindowId)),
        _ => false,
    };

    public static async Task SettleAsync(LedgerWorld world, Random random)
    {
        var running = world.Calls.FindAll(static call => call.State == LedgerCallState.Running);
        if (running.Count > 0) await SettleAsync(world, running[random.Next(running.Count)], random);
    }

    public static async Task SettleAsync(LedgerWorld world, LedgerCall call, Random random)
    {
        // Where no limit is on a provider, nothing has to be held for an attempt there.
        if (!call.MustEnd && !LedgerAttemptSteps.Produced(call) && random.Next(3) > 0) call.Try(random, "p2", mayBeyond: random.Next(25) == 0);
        var text = $"settle {call.Id} at {string.Join(" + ", call.NotCharged.Select(static a => $"{a.Attempt}@{a.Provider}:{a.Cost.Total.Value}/{a.Tokens.Total}"))}: ";
        var wasHeld = world.View.Holds.ContainsKey(call.Id);
        call.State = LedgerCallState.Ended;
        try
        {
            var result = await call.Process.Ledger.SettleAsync(call.Reservation!, [.. call.NotCharged], CancellationToken.None);
            world.Trace.Add(text + result.Outcome);
            Assert.Equal(wasHeld ? SettleOutcome.Settled : SettleOutcome.Corrected, result.Outcome);
        }
        catch (DocumentStoreUnavailableException)
        {
            world.Trace.Add(text + "lost");
            call.Process.Queue.Enqueue(call.Reservation!, [.. call.NotCharged]);
        }
    }

    private static async Task GrantedAsync(LedgerWorld world, LedgerCall call, Reservation reservation, IReadOnlyList<Limit> limits)
    {
        var at = call.Subject.At;
        call.Reservation = reservation;
        world.Calls.Add(call);
        world.Admitted(limits, at);
        await world.LookAsync();
        Assert.True(world.View.Holds.ContainsKey(call.Id), $"{call.Id} was granted, but there is no hold.");

        // A call that draws from blocks is told where limits stood when those were taken.
        if (reservation.Shard is not null) return;
        foreach (var state in reservation.Limits)
        {
            var counter = LedgerReference.Find(world.View, LedgerLimits.Key(state.Limit, at))!;
            Assert.Equal(world.View.Stored.Values.Where(stored => LedgerReference.Key(stored) == LedgerReference.Key(counter)).Select(static stored => (stored.Settled, stored.Held)).Single(), (state.Settled, state.Held));
        }

        foreach (var shadow in limits.Where(static limit => limit.Mode == LimitMode.Shadow))
        {
            var counter = LedgerReference.Find(world.View, LedgerLimits.Key(shadow, at))!;
            if (!world.HasBlocks) Assert.Equal(counter.Settled + counter.Held > shadow.Amount, reservation.ShadowRefusals.Any(state => state.Limit == shadow));
        }
    }
}
