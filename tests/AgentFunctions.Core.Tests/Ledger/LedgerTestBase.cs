using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Usage;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Ledger;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Ledger;

/// <summary>One process's ledger over a store in memory; others can join.</summary>
public abstract class LedgerTestBase : IDisposable
{
    private protected const string Tenant = "default";
    private readonly List<LedgerProcess> _processes = [];

    protected LedgerTestBase()
    {
        Store = new InMemoryDocumentStore(Time);
        First = Start();
        Caller = new LedgerCaller(First, Time);
    }

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 26, 10, 31, 0, TimeSpan.Zero));

    protected InMemoryDocumentStore Store { get; }

    protected LedgerProcess First { get; }

    protected LedgerCaller Caller { get; }

    protected ILedger Ledger => First.Ledger;

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _processes.ForEach(static process => process.Dispose());
    }

    /// <summary>Settings of all processes.</summary>
    protected virtual void Configure(LedgerOptions options)
    {
    }

    protected LedgerProcess Start()
    {
        _processes.Add(new LedgerProcess(Store, Time, Configure));
        return _processes[^1];
    }

    protected async Task<Reservation> GrantedAsync(IReadOnlyList<Limit> limits, LedgerAmounts bound, TimeSpan? lease = null, DateTimeOffset? at = null)
    {
        var result = await Caller.ReserveAsync(limits, bound, lease, at);
        return result.Reservation ?? throw new InvalidOperationException($"Refused: {result.Refusal}");
    }

    protected async Task<LimitRefusal> RefusedAsync(IReadOnlyList<Limit> limits, LedgerAmounts bound)
    {
        var result = await Caller.ReserveAsync(limits, bound);
        return result.Refusal ?? throw new InvalidOperationException("Granted.");
    }

    protected ValueTask<SettleResult> SettleAsync(Reservation reservation, params AttemptUsage[] attempts) => Ledger.SettleAsync(reservation, attempts, CancellationToken.None);

    protected ValueTask<LimitRefusal?> ExtendAsync(Reservation reservation, string provider, IReadOnlyList<Limit> limits) =>
        Ledger.ExtendAsync(reservation, provider, limits, reservation.Bound, CancellationToken.None);

    /// <summary>Settled, held and overrun of a limit now.</summary>
    protected async Task<(long Settled, long Held, long Overrun)> StandAsync(Limit limit)
    {
        var state = await Ledger.ReadAsync(Tenant, limit, CancellationToken.None);
        return (state.Settled, state.Held, state.Overrun);
    }

    /// <summary>Of every attempt the event with the highest revision.</summary>
    protected async Task<IReadOnlyList<UsageEvent>> EventsAsync()
    {
        var page = await Store.QueryAsync(LedgerDocuments.Partition(Tenant), new(IdPrefix: LedgerDocuments.OutboxPrefix), CancellationToken.None);
        return [.. page.Items.Select(static d => UsageEventJson.Read(d.Body.Span)).GroupBy(static e => (e.Subject.CallId, e.Usage.Attempt)).Select(static e => e.MaxBy(static e => e.Revision)!)];
    }

    protected static Limit Usd(long amount, LimitWindow window = LimitWindow.Day, LimitMode mode = LimitMode.Enforce, string id = "q") => new(id, LimitScope.Tenant, LimitUnit.Usd, window, amount, mode);

    protected static Limit Of(LimitUnit unit, long amount, LimitWindow window, string? provider = null) =>
        new("q-" + unit, provider is null ? LimitScope.Tenant : new LimitScope(LimitScopeKind.Provider, provider), unit, window, amount, LimitMode.Enforce);

    /// <summary>A bound of money, with some of everything else.</summary>
    protected static LedgerAmounts Bound(long nanoDollars) => new(nanoDollars, 10, 1, 10);
}
