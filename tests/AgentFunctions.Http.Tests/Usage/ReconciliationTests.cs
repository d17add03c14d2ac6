using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Usage;

/// <summary>Issue 4, must show: ledger = events = rollups = metrics; and a difference is found and told.</summary>
public sealed class ReconciliationTests : IAsyncLifetime
{
    private static readonly Limit[] Limits =
    [
        Day(LimitScope.Tenant), Day(new LimitScope(LimitScopeKind.Team, "red")), Day(new LimitScope(LimitScopeKind.Agent, "demo")), Day(new LimitScope(LimitScopeKind.Model, "sim-small")),
        new("q", LimitScope.Tenant, LimitUnit.Tokens, LimitWindow.Hour, 1_000_000_000, LimitMode.Enforce), new("q", LimitScope.Tenant, LimitUnit.Requests, LimitWindow.Minute, 1_000_000, LimitMode.Enforce),
        new("q", new LimitScope(LimitScopeKind.Run, "r1"), LimitUnit.Usd, LimitWindow.Day, 9_000_000_000_000, LimitMode.Enforce),
    ];

    private UsageApp _app = null!;

    public async Task InitializeAsync() => _app = await UsageApp.StartAsync();

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    [Fact]
    public async Task ManySettlements_LedgerEventsRollupsAndMetrics_Agree()
    {
        await DeclareAsync();
        using var metrics = new CostMetrics(_app.Teams.App.Services.GetRequiredService<AgentFunctionsTelemetry>());
        var spent = 0L;
        await Parallel.ForEachAsync(Enumerable.Range(1, 60), async (i, _) =>
        {
            var usage = await _app.SpendAsync(i * 1_000_003L, with: static s => s with { Run = "r1" }, limits: Limits);
            Interlocked.Add(ref spent, usage.Cost.Total.Value);
        });

        // While events are on their way they count already.
        var before = await ReconcileAsync();
        Assert.Equal((7, 60, 0), (before.GetProperty("counters").GetInt32(), before.GetProperty("pendingEvents").GetInt32(), before.GetProperty("items").GetArrayLength()));
        await _app.DrainAsync();
        var after = await ReconcileAsync();

        Assert.Equal((7, 0, 0), (after.GetProperty("counters").GetInt32(), after.GetProperty("pendingEvents").GetInt32(), after.GetProperty("items").GetArrayLength()));
        foreach (var limit in Limits.Where(static l => l.Unit == LimitUnit.Usd)) Assert.Equal(spent, (await _app.Ledger.ReadAsync("default", limit with { RunId = "r1" }, CancellationToken.None)).Settled);
        Assert.Equal((spent, 60 * 100L, 60 * 50L), (metrics.NanoDollars, metrics.Tokens["input"], metrics.Tokens["output"]));
        Assert.Equal(["tenant=default team=red gen_ai.agent.id=demo gen_ai.request.model=sim-small gen_ai.provider.name=sim"], metrics.Series);
        Assert.Equal(["60"], await _app.RowsAsync("", "requests"));
    }

    [Fact]
    public async Task Difference_ThatStays_IsListedAndToldOnce()
    {
        await DeclareAsync();
        await _app.SpendAsync(1_000_000_000, limits: Limits[..1]);
        await _app.DrainAsync();
        var store = _app.Teams.App.Services.GetRequiredService<IDocumentStore>();
        var counter = (await store.QueryAsync(new DocumentPartition(DocumentContainer.Ledger, "default", "0"), new DocumentQuery(IdPrefix: "c."), CancellationToken.None)).Items.Single();
        await store.PatchAsync(new DocumentPartition(DocumentContainer.Ledger, "default", "0"), counter.Id, [new PatchOperation.Increment("settled", 250_000_000)], null, CancellationToken.None);

        var item = Assert.Single((await ReconcileAsync()).GetProperty("items").EnumerateArray());
        Assert.Equal(
            """{"scope":"tenant","unit":"usd","window":"day:2026-01-02","settled":"1.25","used":"1.00","difference":"-0.25","status":"differs"}""", item.GetRawText());
        var job = _app.Teams.App.Services.GetServices<IScheduledJob>().Single(static j => j.Name == "usage-reconciliation");
        await job.RunAsync(CancellationToken.None);
        Assert.Empty(await RaisedAsync(store));
        for (var i = 0; i < 3; i++) await job.RunAsync(CancellationToken.None);
        Assert.Contains("charged 1250000000, used 1000000000", Assert.Single(await RaisedAsync(store)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LimitDeclaredWithinItsWindow_IsPartial()
    {
        await _app.SpendAsync(1_000_000_000);
        await DeclareAsync(untilNextDay: false);
        await _app.SpendAsync(2_000_000_000, limits: Limits[..1]);
        await _app.DrainAsync();

        var item = Assert.Single((await ReconcileAsync()).GetProperty("items").EnumerateArray());

        Assert.Equal(("partial", "1.00"), (item.GetProperty("status").GetString(), item.GetProperty("difference").GetString()));
    }

    [Fact]
    public async Task Reconciliation_IsForWhoSeesTheWholeTenant()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await _app.Teams.App.GetAsync("/api/usage/reconciliation", _app.Teams.Red)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await _app.Teams.App.GetAsync("/api/usage/reconciliation?from=x", _app.Teams.Ops)).Status);
        Assert.Equal(HttpStatusCode.OK, (await _app.Teams.App.GetAsync("/api/usage/reconciliation", _app.Teams.OtherTenant)).Status);
    }

    private static Limit Day(LimitScope scope) => new("q", scope, LimitUnit.Usd, LimitWindow.Day, 9_000_000_000_000, LimitMode.Enforce);

    /// <summary>The quotas of <see cref="Limits"/>, known everywhere before the day begins.</summary>
    private async Task DeclareAsync(bool untilNextDay = true)
    {
        for (var i = 0; i < Limits.Length; i++)
        {
            var limit = Limits[i];
            var (unit, window) = (limit.Unit.ToString().ToLowerInvariant(), limit.Window.ToString().ToLowerInvariant());
            var answer = await _app.Teams.App.PutSpecAsync("quotas", $"q{i}", $$"""{"scope":"{{limit.Scope}}","unit":"{{unit}}","window":"{{window}}","amount":"1000000"}""");
            Assert.True(answer.Status == HttpStatusCode.Created, answer.Text);
        }

        if (untilNextDay) _app.Teams.App.Time.Advance(TimeSpan.FromDays(1));
    }

    private async Task<JsonElement> ReconcileAsync()
    {
        var answer = await _app.Teams.App.GetAsync("/api/usage/reconciliation", _app.Teams.Ops);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer.Json;
    }

    private static async Task<string[]> RaisedAsync(IDocumentStore store)
    {
        var page = await store.QueryAsync(new DocumentPartition(DocumentContainer.Resources, "default"), new DocumentQuery(DocumentFilter.Equal("type", "usage.reconciliation_failed")), CancellationToken.None);
        return [.. page.Items.Select(static d => JsonDocument.Parse(d.Body).RootElement.GetProperty("summary").GetString()!)];
    }

    /// <summary>What a scrape would have seen.</summary>
    private sealed class CostMetrics : IDisposable
    {
        private readonly MeterListener _listener = new();

        public CostMetrics(AgentFunctionsTelemetry telemetry)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter, telemetry.UsageCost.Meter) && instrument.Name is "agentfunctions.usage.cost" or "agentfunctions.usage.tokens") listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<double>((_, value, tags, _) =>
            {
                NanoDollars += (long)Math.Round(value * 1e9);
                Series.Add(string.Join(' ', tags.ToArray().Select(static t => $"{t.Key}={t.Value}")));
            });
            _listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
            {
                var name = (string)tags.ToArray().Single(static t => t.Key == TelemetryAttributes.TokenType).Value!;
                Tokens[name] = Tokens.GetValueOrDefault(name) + value;
            });
            _listener.Start();
        }

        public long NanoDollars { get; private set; }

        public Dictionary<string, long> Tokens { get; } = [];

        public SortedSet<string> Series { get; } = [];

        public void Dispose() => _listener.Dispose();
    }
}
