using System.Net;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Quotas.States;
using AgentFunctions.Http.Tests.Resources;
using AgentFunctions.TestKit.Ledger;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentFunctions.Http.Tests.Quotas;

/// <summary>Where a quota stands, for whom it may concern.</summary>
public sealed class QuotaStateTests
{
    private const string Today = "day:2026-01-01";

    [Fact]
    public async Task State_OfMoney_IsInDecimalStrings()
    {
        await using var app = await StartAsync();
        await QuotaAsync(app, "q", "agents/red-a", "usd", "day", "5.00");
        app.Time.Advance(TimeSpan.FromHours(6));
        ((ScriptedBurnRate)app.Services.GetRequiredService<IBurnRate>()).ExhaustedAt = new DateTimeOffset(2026, 1, 1, 15, 0, 0, TimeSpan.Zero);
        Ledger(app).Set(Agent("red-a"), LimitUnit.Usd, Today, settled: 2_000_000_000, held: 500_000_000, overrun: 1);

        var answer = await app.GetAsync("/api/quotas/q/state");

        Assert.Equal(
            """{"scope":"agents/red-a","unit":"usd","window":"day","windowId":"day:2026-01-01","mode":"enforce","amount":"5.00","settled":"2.00","held":"0.50","remaining":"2.50","overrun":"0.000000001","resetsAt":"2026-01-02T00:00:00+00:00","exhaustedAt":"2026-01-01T15:00:00+00:00","temporary":null}""",
            answer.Text);
    }

    [Fact]
    public async Task State_OfOtherUnits_IsInWholeNumbers()
    {
        await using var app = await StartAsync();
        await app.PutSpecAsync("quotas", "q", """{"scope":"tenant","unit":"concurrent","amount":"8","mode":"shadow"}""");
        Ledger(app).Set(LimitScope.Tenant, LimitUnit.Concurrent, "now", settled: 0, held: 9);

        var answer = await app.GetAsync("/api/quotas/q/state");

        Assert.Equal(
            """{"scope":"tenant","unit":"concurrent","window":null,"windowId":"now","mode":"shadow","amount":8,"settled":0,"held":9,"remaining":0,"overrun":0,"resetsAt":null,"exhaustedAt":null,"temporary":null}""",
            answer.Text);
    }

    [Fact]
    public async Task State_WhileATemporaryAmountHolds_ShowsIt()
    {
        await using var app = await StartAsync();
        await app.PutSpecAsync("quotas", "q", """{"scope":"tenant","unit":"usd","window":"day","amount":"5","temporary":{"amount":"8.5","until":"2026-01-01T03:00:00+02:00","reason":"launch"}}""");

        var during = (await app.GetAsync("/api/quotas/q/state")).Json;
        app.Time.Advance(TimeSpan.FromHours(1));
        var after = (await app.GetAsync("/api/quotas/q/state")).Json;

        Assert.Equal("""{"amount":"8.50","until":"2026-01-01T01:00:00+00:00","reason":"launch"}""", during.GetProperty("temporary").GetRawText());
        Assert.Equal(("8.50", "5.00", "null"), (during.GetProperty("amount").GetString(), after.GetProperty("amount").GetString(), after.GetProperty("temporary").GetRawText()));
    }

    [Theory]
    [InlineData("q", "", "scope", "is one limit for each of agents/*: say which with ?scope=agents/ID")]
    [InlineData("q", "?scope=agents/*", "scope", "must name one thing")]
    [InlineData("q", "?scope=teams/red", "scope", "its scope is agents/*")]
    [InlineData("q", "?scope=agent", "scope", "must be tenant, or teams")]
    [InlineData("q", "?scope=agents/red-a", "scope", "the more specific quotas/own holds")]
    [InlineData("q", "?scope=agents/blue-a&scope=agents/red-a", "scope", "takes one value")]
    [InlineData("q", "?scope=agents/blue-a&run=r1", "run", "leave it out")]
    [InlineData("own", "?scope=agents/blue-a", "scope", "its scope is agents/red-a")]
    [InlineData("each", "?scope=agents/blue-a", "run", "run=ID")]
    [InlineData("each", "?scope=agents/blue-a&run=a/b", "run", "must match")]
    [InlineData("runs", "?scope=runs/r1&run=r2", "run", "leave it out")]
    [InlineData("sessions", "", "scope", "sessions/AGENT/ID")]
    public async Task State_AskedAmiss_Is400NamingTheParameter(string id, string query, string param, string words)
    {
        await using var app = await StartAsync();
        await QuotaAsync(app, "q", "agents/*", "usd", "day", "5.00");
        await QuotaAsync(app, "own", "agents/red-a", "usd", "day", "7.00");
        await QuotaAsync(app, "each", "agents/*", "usd", "run", "1.00");
        await QuotaAsync(app, "runs", "runs/*", "usd", "run", "1.00");
        await QuotaAsync(app, "sessions", "sessions/*", "usd", "day", "1.00");

        var answer = await app.GetAsync($"/api/quotas/{id}/state{query}");

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request", param), (answer.Status, answer.Code, answer.Json.GetProperty("param").GetString()));
        Assert.Contains(words, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task State_OfAWildcardsOne_OfARun_AndOfASession()
    {
        await using var app = await StartAsync();
        await QuotaAsync(app, "each", "agents/*", "tokens", "run", "1000");
        await QuotaAsync(app, "runs", "runs/*", "tokens", "total", "500");
        await QuotaAsync(app, "sessions", "sessions/red-a/*", "tokens", "total", "300");
        await QuotaAsync(app, "gpt", "models/*", "tokens", "total", "200");
        await app.PutSpecAsync("models", "gpt-*", """{"targets":[{"provider":"sim"}]}""");
        Ledger(app).Set(Agent("red-a"), LimitUnit.Tokens, "run:r1", 100);
        Ledger(app).Set(new LimitScope(LimitScopeKind.Run, "r1"), LimitUnit.Tokens, "run:r1", 200);
        Ledger(app).Set(new LimitScope(LimitScopeKind.Session, "red-a/s1"), LimitUnit.Tokens, "total", 299);
        Ledger(app).Set(new LimitScope(LimitScopeKind.Model, "gpt-*"), LimitUnit.Tokens, "total", 50);

        Assert.Equal(900, await RemainingAsync(app, "each/state?scope=agents/red-a&run=r1"));
        Assert.Equal(1000, await RemainingAsync(app, "each/state?scope=agents/red-a&run=r2"));
        Assert.Equal(300, await RemainingAsync(app, "runs/state?scope=runs/r1"));
        Assert.Equal(1, await RemainingAsync(app, "sessions/state?scope=sessions/red-a/s1"));
        Assert.Equal(150, await RemainingAsync(app, "gpt/state?scope=models/%3Dgpt-*"));
    }

    [Theory]
    [InlineData("agents/red-a", null)]
    [InlineData("agents/blue-a", "scope")]
    [InlineData("agents/nobody", "scope")]
    [InlineData("teams/red", null)]
    [InlineData("teams/blue", "scope")]
    [InlineData("teams/nobody", "scope")]
    [InlineData("sessions/red-a/s", null)]
    [InlineData("sessions/blue-a/s", "scope")]
    [InlineData("sessions/nobody/s", "scope")]
    [InlineData("models/red-m", null)]
    [InlineData("models/sim-small", "scope")]
    [InlineData("providers/sim", "scope")]
    [InlineData("providers/nobody", "scope")]
    [InlineData("runs/r1", "scope")]
    public async Task State_ForAMemberOfATeam_IsThatOfItsOwn(string scope, string? hidden)
    {
        await using var app = await StartAsync();
        var key = await MemberKeyAsync(app);
        await QuotaAsync(app, "q", scope[..(scope.IndexOf('/', StringComparison.Ordinal) + 1)] + "*", "usd", "day", "5.00");

        var answer = await app.GetAsync($"/api/quotas/q/state?scope={scope}", key);

        Assert.Equal(hidden is null ? HttpStatusCode.OK : HttpStatusCode.NotFound, answer.Status);
        if (hidden is not null) Assert.Equal($"{scope} does not exist in this tenant.", answer.Json.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("tenant", false)]
    [InlineData("models/red-m", false)]
    [InlineData("teams/red", true)]
    [InlineData("agents/red-a", true)]
    public async Task State_OfARunForAMemberOfATeam_IsWhatItsOwnDidInIt(string scope, bool seen)
    {
        await using var app = await StartAsync();
        var key = await MemberKeyAsync(app);
        await QuotaAsync(app, "q", scope, "usd", "run", "5.00");

        Assert.Equal(seen ? HttpStatusCode.OK : HttpStatusCode.NotFound, (await app.GetAsync("/api/quotas/q/state?run=r1", key)).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/api/quotas/q/state?run=r1")).Status);
    }

    [Fact]
    public async Task State_OfAnUnknownQuota_Is404_AndHasNoPut()
    {
        await using var app = await StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync("/api/quotas/none/state")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync("/api/quotas/a*b/state")).Status);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await app.SendAsync(HttpMethod.Put, "/api/quotas/none/state", """{"state":"killed"}""")).Status);
    }

    private static async Task<int> RemainingAsync(ControlApp app, string path) => (await app.GetAsync("/api/quotas/" + path)).Json.GetProperty("remaining").GetInt32();

    private static ScriptedLedger Ledger(ControlApp app) => (ScriptedLedger)app.Services.GetRequiredService<ILedger>();

    private static LimitScope Agent(string id) => new(LimitScopeKind.Agent, id);

    private static async Task QuotaAsync(ControlApp app, string id, string scope, string unit, string window, string amount)
    {
        var answer = await app.PutSpecAsync("quotas", id, $$"""{"scope":"{{scope}}","unit":"{{unit}}","window":"{{window}}","amount":"{{amount}}"}""");
        Assert.True(answer.Status == HttpStatusCode.Created, answer.Text);
    }

    private static async Task<ControlApp> StartAsync()
    {
        var app = await ControlApp.StartAsync(configure: static services => services.AddSingleton<ILedger, ScriptedLedger>().Replace(ServiceDescriptor.Singleton<IBurnRate, ScriptedBurnRate>()));
        await app.DeclareDemoAsync();
        await app.PutSpecAsync("models", "red-m", """{"targets":[{"provider":"sim"}]}""");
        foreach (var team in (string[])["red", "blue"])
        {
            await app.PutSpecAsync("teams", team, $$"""{"models":["{{team}}-*"]}""");
            await app.PutSpecAsync("agents", team + "-a", $$"""{"team":"{{team}}"}""");
        }

        return app;
    }

    private static async Task<string> MemberKeyAsync(ControlApp app)
    {
        await app.PutSpecAsync("principals", "member", """{"type":"operator","grants":[{"team":"red"}]}""");
        return (await app.PostAsync("/api/keys", """{"principal":"member"}""")).Json.GetProperty("key").GetString()!;
    }
}
