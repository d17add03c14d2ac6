using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Usage;

namespace AgentFunctions.Core.Tests.Ledger;

/// <summary>What is throttled: one call at a time and a second between begins, by what is stored and nothing else.</summary>
public sealed class LedgerThrottleTests : LedgerTestBase
{
    private static readonly LimitScope Agent = new(LimitScopeKind.Agent, "a");
    private static readonly LimitScope Model = new(LimitScopeKind.Model, "m-*");
    private static readonly LedgerAmounts Small = new(10, 10, 1, 10);

    [Fact]
    public async Task Reserve_WhileOneRuns_IsRefusedByTheScope()
    {
        await GrantedAsync(Agent);
        Time.Advance(TimeSpan.FromMinutes(1));

        var refusal = (await ReserveAsync(Start().Ledger, [], Agent)).Refusal!;

        Assert.Equal((RefusalReason.Throttled, Agent, TimeSpan.FromSeconds(1)), (refusal.Reason, refusal.State.Limit.Scope, refusal.RetryAfter));
    }

    [Fact]
    public async Task Reserve_WithinASecond_IsRefused_AndLeavesNothingBehind()
    {
        var quota = Usd(20);
        await SettleAsync(await GrantedAsync(Agent));
        Time.Advance(TimeSpan.FromMilliseconds(999));

        Assert.Equal(RefusalReason.Throttled, (await ReserveAsync(Ledger, [quota], Agent, Model)).Refusal!.Reason);
        Assert.Equal((0, 0, 0), await StandAsync(quota));

        // The model's pace was not moved on by the refused call, nor the agent's.
        Assert.NotNull((await ReserveAsync(Ledger, [], Model)).Reservation);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        await GrantedAsync(Agent);
    }

    [Fact]
    public async Task Reserve_AmongManyAtOnce_GrantsOne()
    {
        ILedger[] ledgers = [Ledger, Start().Ledger, Start().Ledger];

        var results = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => ReserveAsync(ledgers[i % 3], [], Agent, Model)));

        Assert.Single(results, static r => r.Reservation is not null);
        Assert.All(results, static r => Assert.True(r.Reservation is not null || r.Refusal!.Reason == RefusalReason.Throttled));
    }

    [Fact]
    public async Task Reserve_WithADeclaredLimitOnTheSame_HoldsOnePlaceOfIt()
    {
        var declared = new Limit("q", Agent, LimitUnit.Concurrent, LimitWindow.None, 5, LimitMode.Enforce);
        Assert.NotNull((await ReserveAsync(Ledger, [declared], Agent)).Reservation);
        Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(RefusalReason.Throttled, (await ReserveAsync(Ledger, [declared], Agent)).Refusal!.Reason);
        Assert.NotNull((await ReserveAsync(Ledger, [declared])).Reservation);
        Assert.Equal((0, 2, 0), await StandAsync(declared));
    }

    [Fact]
    public async Task Process_Killed_ItsPlaceReturns()
    {
        await GrantedAsync(Agent);
        Time.Advance(new LedgerOptions().OwnerLife + TimeSpan.FromSeconds(1));
        var other = Start();
        Assert.NotNull((await ReserveAsync(other.Ledger, [])).Reservation);

        await other.Ledger.SweepAsync(Tenant, CancellationToken.None);

        Assert.NotNull((await ReserveAsync(other.Ledger, [], Agent)).Reservation);
    }

    [Fact]
    public async Task Clock_ThatWasFarAhead_BindsNobody()
    {
        Time.Advance(TimeSpan.FromDays(1));
        await SettleAsync(await GrantedAsync(Agent));
        Time.AdjustTime(Time.GetUtcNow() - TimeSpan.FromDays(1));

        await GrantedAsync(Agent);
    }

    private async Task<Reservation> GrantedAsync(LimitScope scope) => (await ReserveAsync(Ledger, [], scope)).Reservation ?? throw new InvalidOperationException("Refused.");

    private async Task<ReserveResult> ReserveAsync(ILedger ledger, IReadOnlyList<Limit> limits, params LimitScope[] throttled)
    {
        var subject = new UsageSubject { TenantId = Tenant, CallId = Guid.NewGuid().ToString("N"), At = Time.GetUtcNow(), Operation = "chat" };
        return await ledger.ReserveAsync(new ReserveRequest(subject, limits, Small, TimeSpan.FromMinutes(10)) { Throttled = throttled }, CancellationToken.None);
    }
}
