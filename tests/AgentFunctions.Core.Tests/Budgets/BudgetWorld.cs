using System.Text.Json;
using AgentFunctions.Core.Budgets;
using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Usage;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Budgets;

/// <summary>A ledger in memory with declared quotas, calls that cost what a test says, and what was told of it.</summary>
internal sealed class BudgetWorld
{
    public const string Tenant = "default";
    private int _calls;

    public BudgetWorld(params (string Id, QuotaSpec Spec)[] quotas)
    {
        Store = new InMemoryDocumentStore(Time);
        Ledger = new ServiceCollection().AddSingleton(typeof(ILogger<>), typeof(NullLogger<>)).AddSingleton<TimeProvider>(Time).AddSingleton<IDocumentStore>(Store).AddAgentFunctionsLedger().BuildServiceProvider().GetRequiredService<ILedger>();
        Declare(quotas);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 26, 10, 31, 0, TimeSpan.Zero));

    public InMemoryDocumentStore Store { get; }

    public ILedger Ledger { get; }

    public FakeControlPlane ControlPlane { get; } = new(null);

    public LimitNotes Notes { get; } = new();

    public static QuotaSpec Quota(string scope, LimitUnit unit, LimitWindow? window, string amount, LimitMode mode = LimitMode.Enforce) => new() { Scope = scope, Unit = unit, Window = window, Amount = amount, Mode = mode };

    public void Declare(params (string Id, QuotaSpec Spec)[] quotas) => ControlPlane.View = quotas.Aggregate(new FakeControlPlaneView { Time = Time }, static (view, quota) => view.With(quota.Id, quota.Spec));

    /// <summary>One process's watch: what it remembers is its own.</summary>
    public ThresholdWatch Watch(IDocumentStore? store = null) => new(ControlPlane, new CounterReader(store ?? Store, Time), new BudgetTeller(store ?? Store), Time);

    public LimitNoteWriter Writer(IDocumentStore? store = null) => new(Notes, new BudgetTeller(store ?? Store), Time);

    /// <summary>A call that comes to <paramref name="usd"/>; the refusal, where it was refused.</summary>
    public async Task<LimitRefusal?> CallAsync(string usd, string agent = "a1", string? team = "t1", string? run = null)
    {
        Assert.True(NanoDollars.TryParse(usd, out var cost));
        var subject = new UsageSubject { TenantId = Tenant, CallId = $"req_{++_calls}", At = Time.GetUtcNow(), Operation = "chat", Agent = agent, Team = team, Run = run, Key = "k1", Model = "m1" };
        var limits = ControlPlane.View!.ResolveLimits(LimitPath.Of(subject));
        var result = await Ledger.ReserveAsync(new ReserveRequest(subject, limits, new LedgerAmounts(cost.Value, 10, 1, 100), TimeSpan.FromMinutes(10)), CancellationToken.None);
        if (result.Refusal is { } refusal)
        {
            Notes.Refused(subject, refusal);
            return refusal;
        }

        Notes.WouldRefuse(subject, result.Reservation!.ShadowRefusals);
        var attempt = new AttemptUsage { Attempt = 1, Provider = "p1", Outcome = "succeeded", Tokens = new TokenCounts(10, 0, 0, 0, 0, 0, 0), Cost = new CallCost(cost, NanoDollars.Zero, NanoDollars.Zero) };
        await Ledger.SettleAsync(result.Reservation, [attempt], CancellationToken.None);
        return null;
    }

    /// <summary>Every usage event so far.</summary>
    public async Task<List<ReadOnlyMemory<byte>>> EventsAsync() =>
        [.. (await Store.QueryAsync(LedgerDocuments.Partition(Tenant), new DocumentQuery(IdPrefix: LedgerDocuments.OutboxPrefix), CancellationToken.None)).Items.Select(static d => d.Body)];

    /// <summary>What was told since the last time.</summary>
    public async Task<IReadOnlyList<NotificationEvent>> ToldAsync()
    {
        var page = await Store.QueryAsync(NotificationOutbox.Partition(Tenant), new DocumentQuery(IdPrefix: "o:"), CancellationToken.None);
        foreach (var document in page.Items) await Store.DeleteAsync(NotificationOutbox.Partition(Tenant), document.Id, null, CancellationToken.None);
        return [.. page.Items.Select(static d => JsonSerializer.Deserialize(d.Body.Span, NotificationJson.Default.NotificationEvent)!)];
    }
}
