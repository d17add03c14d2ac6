using System.Net;
using AgentFunctions.Core.Anomalies;
using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Usage;
using AgentFunctions.Http.Tests.Resources;
using AgentFunctions.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Usage;

/// <summary>From the ledger over the event stream to the agent's state, with the loops as they run in a host.</summary>
public sealed class AnomalyTests
{
    private const string Chat = """{"model":"sim-small","messages":[{"role":"user","content":"Hi"}]}""";

    [Fact]
    public async Task UnusualSpending_WhereThrottlingIsWanted_ThrottlesTheAgentAndSaysWhy()
    {
        await using var app = await ControlApp.StartAsync(configure: static services => services
            .AddAgentFunctionsLedger().AddUsageUpkeep().AddUsageAnomalies().Configure<AnomalyOptions>(static o => o.Action = AnomalyAction.Throttle));
        await app.DeclareDemoAsync();
        var key = await app.IssueKeyAsync();
        for (var i = 0; i < 24; i++)
        {
            await SpendAsync(app, $"usual_{i}", 0.10m);
            app.Time.Advance(TimeSpan.FromMinutes(5));
        }

        app.Time.Advance(TimeSpan.FromHours(2));
        await DrainAsync(app);
        Assert.Equal("active", await StateAsync(app));

        await SpendAsync(app, "wild", 3);
        await TestWait.UntilAsync(
            async () =>
            {
                await DrainAsync(app);
                app.Time.Advance(TimeSpan.FromSeconds(2));
                return await StateAsync(app) == "throttled";
            },
            "the agent is throttled");

        var state = (await app.GetAsync("/api/agents/demo/state")).Json;
        Assert.StartsWith("Unusual spending: agents/demo spent 3.00 USD in five minutes", state.GetProperty("reason").GetString(), StringComparison.Ordinal);
        app.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(HttpStatusCode.OK, (await app.SendAsync(HttpMethod.Post, "/v1/chat/completions", Chat, key)).Status);
        var second = await app.SendAsync(HttpMethod.Post, "/v1/chat/completions", Chat, key);
        Assert.Equal((HttpStatusCode.TooManyRequests, true), (second.Status, second.Text.Contains("agents/demo is throttled", StringComparison.Ordinal)));

        // An operator has the last word.
        Assert.Equal(HttpStatusCode.OK, (await app.SendAsync(HttpMethod.Put, "/api/agents/demo/state", """{"state":"active"}""")).Status);
        Assert.Equal("active", await StateAsync(app));
    }

    private static ValueTask DrainAsync(ControlApp app) => app.Services.GetRequiredService<UsagePipeline>().DrainAsync("default", CancellationToken.None);

    private static async Task<string?> StateAsync(ControlApp app) => (await app.GetAsync("/api/agents/demo/state")).Json.GetProperty("state").GetString();

    private static async Task SpendAsync(ControlApp app, string callId, decimal usd)
    {
        var ledger = app.Services.GetRequiredService<ILedger>();
        var cost = new NanoDollars((long)(usd * NanoDollars.PerDollar));
        var subject = new UsageSubject { TenantId = "default", CallId = callId, At = app.Time.GetUtcNow(), Operation = "chat", Agent = "demo", Model = "sim-small" };
        var reserved = await ledger.ReserveAsync(new ReserveRequest(subject, [], new LedgerAmounts(cost.Value, 10, 1, 10), TimeSpan.FromMinutes(10)), CancellationToken.None);
        var attempt = new AttemptUsage { Attempt = 1, Provider = "sim", Outcome = "succeeded", Tokens = new TokenCounts(10, 0, 0, 0, 0, 0, 0), Cost = new CallCost(cost, NanoDollars.Zero, NanoDollars.Zero) };
        await ledger.SettleAsync(reserved.Reservation!, [attempt], CancellationToken.None);
    }
}
