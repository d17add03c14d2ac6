using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Resources.TenantDirectory;
using AgentFunctions.Core.Tests.Resources;
using AgentFunctions.Core.Usage;
using AgentFunctions.TestKit.Ledger;

namespace AgentFunctions.Core.Tests.Ledger;

/// <summary>A tenant that is deleted takes its ledger with it; one of the same name begins at zero.</summary>
public sealed class LedgerPurgeTests : IAsyncDisposable
{
    private static readonly Limit Budget = new("q", LimitScope.Tenant, LimitUnit.Usd, LimitWindow.Total, 100, LimitMode.Enforce);
    private readonly ControlInstance _control = new();
    private readonly LedgerProcess _process;

    public LedgerPurgeTests() => _process = new LedgerProcess(_control.Inner, _control.Time);

    private TenantRegister Tenants => _control.Get<TenantRegister>();

    public async ValueTask DisposeAsync()
    {
        _process.Dispose();
        await _control.DisposeAsync();
    }

    [Fact]
    public async Task Tenant_DeletedWithCallsRunning_ANewOneInheritsNothing()
    {
        await Tenants.EnsureAsync("acme", CancellationToken.None);
        for (var i = 0; i < 150; i++) await ReserveAsync($"held{i}", 0);
        var running = await ReserveAsync("running", 60);

        await DeleteAsync();
        Assert.Equal(SettleOutcome.AlreadySettled, (await _process.Ledger.SettleAsync(running, [LedgerCaller.Attempt(1, 50)], CancellationToken.None)).Outcome);
        await Tenants.EnsureAsync("acme", CancellationToken.None);

        Assert.Empty((await StoredAsync()).Items);
        await ReserveAsync("new", 100);
    }

    [Fact]
    public async Task Call_ReservedAfterTheDeletion_IsGoneBeforeANewTenantOpens()
    {
        await Tenants.EnsureAsync("acme", CancellationToken.None);
        await DeleteAsync();
        var late = await ReserveAsync("late", 60);

        await Tenants.EnsureAsync("acme", CancellationToken.None);

        Assert.Empty((await StoredAsync()).Items);
        Assert.Equal(SettleOutcome.AlreadySettled, (await _process.Ledger.SettleAsync(late, [LedgerCaller.Attempt(1, 50)], CancellationToken.None)).Outcome);
        Assert.Empty((await StoredAsync()).Items);
    }

    private async Task DeleteAsync() => Assert.Null((await Tenants.DeleteAsync(Actor.System("acme"), "acme", null, CancellationToken.None)).Error);

    private async Task<Reservation> ReserveAsync(string callId, long bound)
    {
        var subject = new UsageSubject { TenantId = "acme", CallId = callId, At = _control.Time.GetUtcNow(), Operation = "chat" };
        return (await _process.Ledger.ReserveAsync(new ReserveRequest(subject, [Budget], new LedgerAmounts(bound, 1, 1, 1), TimeSpan.FromMinutes(10)), CancellationToken.None)).Reservation!;
    }

    private ValueTask<DocumentPage> StoredAsync() => _control.Inner.QueryAsync(new DocumentPartition(DocumentContainer.Ledger, "acme", "0"), new DocumentQuery(), CancellationToken.None);
}
