using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Events;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Statements;
using AgentFunctions.Core.Usage;
using AgentFunctions.Core.Usage.Folding;
using AgentFunctions.Core.Usage.Relaying;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Statements;

/// <summary>Usage events of a tenant, on their way or folded, and its statements.</summary>
internal sealed class StatementWorld
{
    public const string Tenant = "default";
    private readonly Dictionary<(string CallId, int Attempt), UsageEvent> _latest = [];

    public StatementWorld(DateTimeOffset now, string? timeZone = null)
    {
        Time = new FakeTimeProvider(now);
        Store = new InMemoryDocumentStore(Time);
        Declare(timeZone);
        Process = Start(Store);
    }

    public FakeTimeProvider Time { get; }

    public InMemoryDocumentStore Store { get; }

    public FakeControlPlane ControlPlane { get; } = new(null);

    /// <summary>One process.</summary>
    public IServiceProvider Process { get; }

    public static Actor Operator { get; } = new(Tenant, Access.Of(PrincipalKind.Operator, []), "operator/ops");

    public void Declare(string? timeZone) => ControlPlane.View = new FakeControlPlaneView { TenantSpec = new TenantSpec { TimeZone = timeZone } };

    public IServiceProvider Start(IDocumentStore store) => new ServiceCollection()
        .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>)).AddSingleton<TimeProvider>(Time).AddSingleton(store).AddSingleton<IControlPlane>(ControlPlane)
        .AddAgentFunctionsLedger().AddStatements().BuildServiceProvider();

    public static UsageEvent Event(string callId, DateTimeOffset at, long cost, string? agent = "a1", string? team = "t1", string? costCentre = "cc", string? model = "m1", int revision = 0, string provider = "p1") => new(
        new UsageSubject { TenantId = Tenant, CallId = callId, At = at, Operation = "chat", Agent = agent, Team = team, CostCentre = costCentre, Model = model, Key = "k1" },
        new AttemptUsage { Attempt = 1, Provider = provider, Outcome = "succeeded", Tokens = new TokenCounts(cost % 1000, 0, 0, 0, cost % 77, 0, 0), Cost = new CallCost(new NanoDollars(cost), NanoDollars.Zero, NanoDollars.Zero) },
        revision,
        1);

    public async Task FoldAsync(params IReadOnlyList<UsageEvent> events)
    {
        foreach (var value in events)
        {
            var key = (value.Subject.CallId, value.Usage.Attempt);
            if (!_latest.TryGetValue(key, out var known) || known.Revision < value.Revision) _latest[key] = value;
        }

        await Process.GetRequiredService<UsageFold>().FoldAsync(Tenant, "0", events.Select(static e => (ReadOnlyMemory<byte>)UsageEventJson.Write(e)), CancellationToken.None);
    }

    /// <summary>Into the ledger's outbox, as a settlement does.</summary>
    public async Task SettleAsync(UsageEvent value) =>
        await Store.CreateAsync(LedgerDocuments.Partition(Tenant), new DocumentWrite(LedgerDocuments.OutboxId(value), UsageEventJson.Write(value)), CancellationToken.None);

    /// <summary>From the outbox into the log, and not further.</summary>
    public async Task RelayAsync() => await Process.GetRequiredService<UsageOutbox>().RelayAsync(Tenant, CancellationToken.None);

    public async Task ConsumeAsync() => await Process.GetRequiredService<UsageConsumer>().ConsumeAsync(Tenant, CancellationToken.None);

    public async Task<Statement> GetAsync(string month, StatementQuery? query = null, Actor? actor = null)
    {
        var outcome = await Process.GetRequiredService<StatementReader>().GetAsync(actor ?? Operator, month, query ?? new StatementQuery(), CancellationToken.None);
        Assert.Null(outcome.Error);
        return outcome.Value!;
    }

    public async Task<Errors.Outcome<Statement>> CloseAsync(string month, Actor? actor = null, IServiceProvider? process = null) =>
        await (process ?? Process).GetRequiredService<StatementClosing>().CloseAsync(actor ?? Operator, month, CancellationToken.None);

    /// <summary>What usage between two moments comes to, computed the plain way.</summary>
    public SortedDictionary<string, (long Cost, long Tokens, long Requests)> Plain(DateTimeOffset from, DateTimeOffset to)
    {
        var sums = new SortedDictionary<string, (long Cost, long Tokens, long Requests)>(StringComparer.Ordinal);
        foreach (var value in _latest.Values.Where(e => e.Subject.At >= from && e.Subject.At < to))
        {
            var key = $"{value.Subject.Team}/{value.Subject.CostCentre}/{value.Subject.Agent}/{value.Subject.Model}";
            var (cost, tokens, requests) = sums.GetValueOrDefault(key);
            sums[key] = (cost + value.Usage.Cost.Total.Value, tokens + value.Usage.Tokens.Total, requests + value.Requests);
        }

        return sums;
    }

    public static SortedDictionary<string, (long Cost, long Tokens, long Requests)> Sums(IEnumerable<StatementLine> lines)
    {
        var sums = new SortedDictionary<string, (long Cost, long Tokens, long Requests)>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var key = $"{line.Key.Team}/{line.Key.CostCentre}/{line.Key.Agent}/{line.Key.Model}";
            var (cost, tokens, requests) = sums.GetValueOrDefault(key);
            sums[key] = (cost + line.Totals[UsageMeasure.Cost], tokens + line.Totals.Tokens, requests + line.Totals[UsageMeasure.Requests]);
        }

        return sums;
    }
}
