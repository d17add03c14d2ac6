using System.Text.Json;
using AgentFunctions.Core.Anomalies;
using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Tests.Resources;
using AgentFunctions.Core.Usage;
using AgentFunctions.TestKit.Documents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Anomalies;

/// <summary>Calls that cost what a test says, settled by a real ledger and folded; processes that watch them; what was told.</summary>
internal sealed class AnomalyWorld : IAsyncDisposable
{
    public const string Tenant = "default";
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private readonly Action<AnomalyOptions>? _options;
    private readonly List<ControlInstance> _processes = [];
    private int _calls;

    private AnomalyWorld(Action<AnomalyOptions>? options)
    {
        _options = options;
        Store = new InMemoryDocumentStore(Time);
        First = Start();
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 26, 6, 0, 0, TimeSpan.Zero));

    public InMemoryDocumentStore Store { get; }

    public ControlInstance First { get; }

    public static async Task<AnomalyWorld> StartAsync(Action<AnomalyOptions>? options = null)
    {
        var world = new AnomalyWorld(options);
        await world.First.WithDemoAsync();
        return world;
    }

    /// <summary>A process: what it remembers is its own.</summary>
    public ControlInstance Start()
    {
        _processes.Add(new ControlInstance(Store, Time, services =>
        {
            services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>)).AddMetrics().AddAgentFunctionsLedger().AddUsageUpkeep().AddUsageAnomalies();
            if (_options is not null) services.Configure(_options);
        }));
        return _processes[^1];
    }

    /// <summary>One call that comes to <paramref name="usd"/> now.</summary>
    public async Task SpendAsync(string usd, string agent = "demo", string? run = null)
    {
        Assert.True(NanoDollars.TryParse(usd, out var cost));
        var subject = new UsageSubject { TenantId = Tenant, CallId = $"req_{++_calls}", At = Time.GetUtcNow(), Operation = "chat", Agent = agent, Team = "t1", Run = run, Model = "sim-small" };
        var ledger = First.Get<ILedger>();
        var reserved = await ledger.ReserveAsync(new ReserveRequest(subject, [], new LedgerAmounts(cost.Value, 10, 1, 10), TimeSpan.FromMinutes(10)), CancellationToken.None);
        var attempt = new AttemptUsage { Attempt = 1, Provider = "sim", Outcome = "succeeded", Tokens = new TokenCounts(10, 0, 0, 0, 0, 0, 0), Cost = new CallCost(cost, NanoDollars.Zero, NanoDollars.Zero) };
        await ledger.SettleAsync(reserved.Reservation!, [attempt], CancellationToken.None);
    }

    /// <summary>Windows of usual spending, each with its runs; then a quiet time, long enough for all of it to count.</summary>
    public async Task UsuallyAsync(int windows, params string[] usdOfRuns)
    {
        for (var i = 0; i < windows; i++)
        {
            for (var run = 0; run < usdOfRuns.Length; run++) await SpendAsync(usdOfRuns[run], run: $"usual-{i}-{run}");
            await NextWindowAsync();
        }

        await LookAsync();
        Time.Advance(TimeSpan.FromHours(2));
    }

    public async Task NextWindowAsync()
    {
        await LookAsync();
        Time.Advance(Window);
    }

    /// <summary>Has what was settled folded, and a process look at it.</summary>
    public async Task LookAsync(ControlInstance? at = null)
    {
        await First.Get<UsagePipeline>().DrainAsync(Tenant, CancellationToken.None);
        await (at ?? First).Get<AnomalyFollower>().TurnAsync([Tenant], CancellationToken.None);
    }

    /// <summary>The anomalies told since the last time.</summary>
    public async Task<IReadOnlyList<NotificationEvent>> ToldAsync()
    {
        var partition = NotificationOutbox.Partition(Tenant);
        var page = await Store.QueryAsync(partition, new DocumentQuery(IdPrefix: "o:"), CancellationToken.None);
        foreach (var document in page.Items) await Store.DeleteAsync(partition, document.Id, null, CancellationToken.None);
        return [.. page.Items.Select(static d => JsonSerializer.Deserialize(d.Body.Span, NotificationJson.Default.NotificationEvent)!).Where(static e => e.Type == EventTypes.UsageAnomaly)];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes) await process.DisposeAsync();
    }
}
