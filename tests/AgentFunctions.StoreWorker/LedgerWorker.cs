using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Usage;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.StoreWorker;

/// <summary>Calls against a budget of 5.00 that every call takes 0.10 of, together with other processes.</summary>
internal static class LedgerWorker
{
    private const int Lanes = 16;
    private const long Cost = 100_000_000;
    private static readonly Limit[] Limits =
    [
        new("budget", LimitScope.Tenant, LimitUnit.Usd, LimitWindow.Total, 50 * Cost, LimitMode.Enforce),
        new("places", LimitScope.Tenant, LimitUnit.Concurrent, LimitWindow.None, 1_000, LimitMode.Enforce),
    ];

    /// <summary>Makes calls, and prints how many were granted.</summary>
    public static async Task<int> CallAsync(string folder, int calls)
    {
        await using var store = WorkerStore.Open(folder);
        await using var services = Services(store);
        var (ledger, granted, left) = (services.GetRequiredService<ILedger>(), 0, calls);
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                if (await ReserveAsync(ledger) is not { } reservation) continue;
                Interlocked.Increment(ref granted);
                await ledger.SettleAsync(reservation, [Attempt()], CancellationToken.None);
            }
        }));
        Console.WriteLine($"done {granted}");
        return 0;
    }

    /// <summary>Begins calls that never end, and prints how many were granted.</summary>
    public static async Task<int> HoldAsync(string folder, int calls)
    {
        await using var store = WorkerStore.Open(folder);
        await using var services = Services(store);
        var (ledger, granted) = (services.GetRequiredService<ILedger>(), 0);
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        for (var i = 0; i < calls; i++) granted += await ReserveAsync(ledger) is null ? 0 : 1;
        Console.WriteLine($"done {granted}");
        await Console.In.ReadLineAsync();
        return 0;
    }

    private static ServiceProvider Services(IDocumentStore store) =>
        new ServiceCollection().AddSingleton(store).AddLogging().AddAgentFunctionsLedger().BuildServiceProvider();

    private static async Task<Reservation?> ReserveAsync(ILedger ledger)
    {
        var subject = new UsageSubject { TenantId = WorkerStore.Tenant, CallId = Guid.NewGuid().ToString("N"), At = TimeProvider.System.GetUtcNow(), Operation = "chat" };
        var request = new ReserveRequest(subject, Limits, new LedgerAmounts(Cost, 10, 1, 100), TimeSpan.FromMinutes(10));
        return (await ledger.ReserveAsync(request, CancellationToken.None)).Reservation;
    }

    private static AttemptUsage Attempt() => new()
    {
        Attempt = 1, Provider = "p0", Outcome = "succeeded", Cost = new CallCost(new NanoDollars(Cost), NanoDollars.Zero, NanoDollars.Zero),
    };
}
