using System.Globalization;
using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Identifiers;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Usage;

namespace AgentFunctions.Benchmarks.Ledger;

/// <summary>Model calls as the gateway would announce and settle them: agents of one tenant take turns, so some counters are shared by all calls and some are not.</summary>
internal sealed class LedgerCalls
{
    public const string Tenant = "default";
    private const int Agents = 10;
    private static readonly LedgerAmounts Bound = new(NanoDollars: 10_000_000, Tokens: 4_000, Requests: 1, Bytes: 8_000);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(11);
    private readonly Limit[][] _paths;
    private int _number;

    public LedgerCalls(int limits) => _paths = [.. Enumerable.Range(0, Agents).Select(agent => All("agent-" + agent.ToString(CultureInfo.InvariantCulture))[..limits])];

    public static int MostLimits => All("any").Length;

    public ReserveRequest Next(DateTimeOffset now)
    {
        var number = Interlocked.Increment(ref _number);
        var agent = (int)((uint)number % Agents);
        var subject = new UsageSubject
        {
            TenantId = Tenant,
            CallId = CallId.New(),
            At = now,
            Operation = "chat",
            Agent = _paths[agent][0].Scope.Id,
            Team = "team-one",
            CostCentre = "cc-1000",
            Key = "key-of-the-agent",
            Model = "model-one",
        };
        return new ReserveRequest(subject, _paths[agent], Bound, Lease);
    }

    public static AttemptUsage Attempt() => new()
    {
        Attempt = 1,
        Provider = "provider-one",
        Deployment = "deployment-one",
        Outcome = "succeeded",
        Tokens = new TokenCounts(Input: 1_200, CachedInput: 400, CacheWrite: 0, AudioInput: 0, Output: 350, Reasoning: 120, AudioOutput: 0),
        Cost = new CallCost(new NanoDollars(4_237_500), new NanoDollars(1_200_000), NanoDollars.Zero),
        Bytes = 5_120,
        PriceId = "provider-one-deployment-one",
        PriceVersion = "6b1f0c5a7d3e9f42",
    };

    private static Limit[] All(string agent) =>
    [
        new("agent-day", new LimitScope(LimitScopeKind.Agent, agent), LimitUnit.Usd, LimitWindow.Day, NanoDollars.Max.Value, LimitMode.Enforce),
        new("tenant-month", LimitScope.Tenant, LimitUnit.Usd, LimitWindow.Month, NanoDollars.Max.Value, LimitMode.Enforce),
        new("agent-minute", new LimitScope(LimitScopeKind.Agent, agent), LimitUnit.Tokens, LimitWindow.Minute, 1_000_000_000_000, LimitMode.Enforce),
        new("agent-concurrent", new LimitScope(LimitScopeKind.Agent, agent), LimitUnit.Concurrent, LimitWindow.None, 10_000, LimitMode.Enforce),
        new("model-hour", new LimitScope(LimitScopeKind.Model, "model-one"), LimitUnit.Requests, LimitWindow.Hour, 1_000_000_000, LimitMode.Enforce),
    ];
}
