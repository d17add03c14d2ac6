using System.Net;
using System.Text.Json;
using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Usage;
using AgentFunctions.Http.Tests.Activities;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Usage;

/// <summary>The two teams with a real ledger, in which calls are settled directly.</summary>
internal sealed class UsageApp : IAsyncDisposable
{
    private int _calls;

    private UsageApp(TeamsApp teams) => Teams = teams;

    public TeamsApp Teams { get; }

    public ILedger Ledger => Teams.App.Services.GetRequiredService<ILedger>();

    public static async Task<UsageApp> StartAsync() => new(await TeamsApp.StartAsync(static services => services.AddAgentFunctionsLedger().AddUsageUpkeep()));

    /// <summary>A call of one attempt: 100 tokens in, 50 out, of which 20 reason and 10 call tools.</summary>
    public async Task<AttemptUsage> SpendAsync(long cost, string team = "red", string agent = "demo", string model = "sim-small", Func<UsageSubject, UsageSubject>? with = null, IReadOnlyList<Limit>? limits = null)
    {
        var subject = new UsageSubject
        {
            TenantId = "default", CallId = $"req_{Interlocked.Increment(ref _calls)}", At = Teams.App.Time.GetUtcNow(), Operation = "chat", Agent = agent, Team = team, CostCentre = "cc-" + team, Key = "k1", Model = model,
        };
        var attempt = new AttemptUsage
        {
            Attempt = 1, Provider = "sim", Outcome = "succeeded", Tokens = new TokenCounts(100, 40, 0, 0, 50, 20, 0), AgenticOutput = 10, Bytes = 1000,
            Cost = new CallCost(new NanoDollars(cost), new NanoDollars(cost / 10), new NanoDollars(cost / 5)),
        };
        var reserved = await Ledger.ReserveAsync(new ReserveRequest(with?.Invoke(subject) ?? subject, limits ?? [], new LedgerAmounts(cost, 150, 1, 1000), TimeSpan.FromMinutes(10)), CancellationToken.None);
        Assert.NotNull(reserved.Reservation);
        await Ledger.SettleAsync(reserved.Reservation, [attempt], CancellationToken.None);
        return attempt;
    }

    public ValueTask DrainAsync() => Teams.App.Services.GetRequiredService<UsagePipeline>().DrainAsync("default", CancellationToken.None);

    public async Task<JsonElement> GetAsync(string query, string? key = null)
    {
        var answer = await Teams.App.GetAsync("/api/usage" + query, key ?? Teams.Ops);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer.Json;
    }

    public async Task<string[]> RowsAsync(string query, params string[] columns) => [.. (await GetAsync(query)).GetProperty("items").EnumerateArray().Select(row => string.Join(' ', columns.Select(c => Cell(row, c))))];

    public ValueTask DisposeAsync() => Teams.DisposeAsync();

    private static string Cell(JsonElement row, string column)
    {
        foreach (var part in column.Split('.')) row = row.TryGetProperty(part, out var value) ? value : default;
        return row.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? "-" : row.ToString();
    }
}
