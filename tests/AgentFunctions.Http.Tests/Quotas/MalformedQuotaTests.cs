using AgentFunctions.Http.Tests.Resources;

namespace AgentFunctions.Http.Tests.Quotas;

/// <summary>What is no limit, or none that means something, is refused with its path and what to write instead.</summary>
public sealed class MalformedQuotaTests
{
    /// <summary>Spec, path of the finding, words of the cure.</summary>
    public static TheoryData<string, string, string> Rows => new()
    {
        { "{}", "spec.scope", "is required" },
        { """{"scope":"tenant","unit":"usd","window":"day"}""", "spec.amount", "is required" },
        { """{"scope":"tenant","window":"day","amount":"5"}""", "spec.unit", "is required" },

        { With("amount", "\"-5\""), "spec.amount", "Above 0" },
        { With("amount", "\"+5\""), "spec.amount", "Above 0" },
        { With("amount", "\"0\""), "spec.amount", "must be above 0" },
        { With("amount", "\"0.000000000\""), "spec.amount", "must be above 0" },
        { With("amount", "\"NaN\""), "spec.amount", "Above 0" },
        { With("amount", "\"Infinity\""), "spec.amount", "Above 0" },
        { With("amount", "\"1e3\""), "spec.amount", "Above 0" },
        { With("amount", "\"1,000\""), "spec.amount", "Above 0" },
        { With("amount", "\"5 \""), "spec.amount", "Above 0" },
        { With("amount", "\".5\""), "spec.amount", "Above 0" },
        { With("amount", "\"5.\""), "spec.amount", "Above 0" },
        { With("amount", "\"\""), "spec.amount", "Above 0" },
        { With("amount", "\"$5\""), "spec.amount", "Above 0" },
        { With("amount", "\"0.0000000001\""), "spec.amount", "at most 9 decimals" },
        { With("amount", "\"9000000.000000001\""), "spec.amount", "at most 9000000" },
        { With("amount", "\"9000001\""), "spec.amount", "at most 9000000" },
        { With("amount", "\"99999999999999999999999999\""), "spec.amount", "Above 0" },
        { With("amount", "5"), "spec.amount", "must be a string" },
        { With("amount", "5.5"), "spec.amount", "must be a string" },
        { With("amount", "null"), "spec.amount", "must be a string" },
        { With("amount", "{\"usd\":\"5\"}"), "spec.amount", "must be a string" },

        { With("unit", "\"tokens\"", "\"1.5\""), "spec.amount", "decimals are for the unit usd" },
        { With("unit", "\"requests\"", "\"0\""), "spec.amount", "must be above 0" },
        { With("unit", "\"tokens\"", "\"9007199254740992\""), "spec.amount", "at most 9007199254740991" },
        { With("unit", "\"bytes\"", "\"9999999999999999\""), "spec.amount", "at most 9007199254740991" },
        { With("unit", "\"eur\""), "spec.unit", "usd, tokens, requests, bytes, concurrent" },
        { With("unit", "\"USD\""), "spec.unit", "usd, tokens" },
        { With("unit", "0"), "spec.unit", "must be a string" },

        { With("window", "\"week\""), "spec.window", "minute, hour, day, month" },
        { With("window", "\"none\""), "spec.window", "minute, hour, day, month" },
        { With("window", "\"Day\""), "spec.window", "minute, hour, day, month" },
        { With("window", "3"), "spec.window", "must be a string" },
        { With("window", "null"), "spec.window", "is required" },
        { """{"scope":"tenant","unit":"usd","amount":"5"}""", "spec.window", "is required" },
        { With("unit", "\"concurrent\""), "spec.window", "remove it" },
        { """{"scope":"sessions/*","unit":"usd","window":"run","amount":"5"}""", "spec.window", "not for sessions" },

        { With("scope", "\"\""), "spec.scope", "tenant, or teams" },
        { With("scope", "\"*\""), "spec.scope", "tenant, or teams" },
        { With("scope", "\"agent/demo\""), "spec.scope", "tenant, or teams" },
        { With("scope", "\"users/anna\""), "spec.scope", "tenant, or teams" },
        { With("scope", "\"tenant/x\""), "spec.scope", "tenant, or teams" },
        { With("scope", "\"agents\""), "spec.scope", "tenant, or teams" },
        { With("scope", "\"agents/\""), "spec.scope", "tenant, or teams" },
        { With("scope", "\"agents/a*b\""), "spec.scope", "agents/batch-*" },
        { With("scope", "\"agents/**\""), "spec.scope", "agents/batch-*" },
        { With("scope", "\"agents/demo/x\""), "spec.scope", "agents/demo" },
        { With("scope", "\"agents/=demo\""), "spec.scope", "agents/demo" },
        { With("scope", "\"models/=sim-small\""), "spec.scope", "remove the =" },
        { With("scope", "\"sessions/s1\""), "spec.scope", "sessions/demo/s1" },
        { With("scope", "\"sessions/demo*\""), "spec.scope", "sessions/demo/*" },
        { With("scope", "\"agents/demo \""), "spec.scope", "tenant, or teams" },
        { With("scope", "[\"tenant\"]"), "spec.scope", "must be a string" },
        { With("scope", "\"agents/nobody\""), "spec.scope", "create it first" },
        { With("scope", "\"teams/nobody\""), "spec.scope", "create it first" },
        { With("scope", "\"keys/nobody\""), "spec.scope", "create it first" },
        { With("scope", "\"models/gone\""), "spec.scope", "create it first" },
        { With("scope", "\"models/=gpt-*\""), "spec.scope", "create it first" },
        { With("scope", "\"providers/gone\""), "spec.scope", "create it first" },
        { With("scope", "\"sessions/nobody/*\""), "spec.scope", "create it first" },

        { With("mode", "\"warn\""), "spec.mode", "enforce, shadow" },
        { With("mode", "null"), "spec.mode", "leave the field out" },
        { With("limit", "5"), "spec.limit", "unknown field" },
        { With("period", "\"day\""), "spec.period", "unknown field" },

        { With("temporary", "\"8\""), "spec.temporary", "must be an object" },
        { With("temporary", "{}"), "spec.temporary.until", "is required" },
        { With("temporary", """{"amount":"8","until":"2026-02-01T00:00:00Z"}"""), "spec.temporary.reason", "is required" },
        { With("temporary", """{"amount":"8","until":"2026-02-01T00:00:00Z","reason":" "}"""), "spec.temporary.reason", "must say why" },
        { With("temporary", """{"amount":"0","until":"2026-02-01T00:00:00Z","reason":"r"}"""), "spec.temporary.amount", "must be above 0" },
        { With("temporary", """{"amount":"9000001","until":"2026-02-01T00:00:00Z","reason":"r"}"""), "spec.temporary.amount", "at most 9000000" },
        { With("temporary", """{"amount":"8","until":"tomorrow","reason":"r"}"""), "spec.temporary.until", "RFC 3339" },
        { With("temporary", """{"amount":"8","until":"2026-02-01T00:00:00","reason":"r"}"""), "spec.temporary.until", "RFC 3339" },
        { With("temporary", """{"amount":"8","until":"2026-02-31T00:00:00Z","reason":"r"}"""), "spec.temporary.until", "check the date" },
        { With("temporary", """{"amount":"8","for":"01:00:00","until":"2026-02-01T00:00:00Z","reason":"r"}"""), "spec.temporary.for", "unknown field" },
    };

    /// <summary>Right ones, the widest and the narrowest.</summary>
    public static TheoryData<string> Good =>
    [
        With("amount", "\"9000000\""), With("amount", "\"0.000000001\""), With("amount", "\"9000000.000000000\""), With("unit", "\"tokens\"", "\"9007199254740991\""), With("unit", "\"requests\"", "\"1\""),
        """{"scope":"tenant","unit":"concurrent","amount":"8"}""", """{"scope":"tenant","unit":"concurrent","window":null,"amount":"8"}""",
        With("scope", "\"agents/batch-*\""), With("scope", "\"models/*\""), With("scope", "\"models/sim-small\""), With("scope", "\"sessions/demo/*\""), With("scope", "\"sessions/demo/nightly-*\""), With("scope", "\"runs/r-1\""),
        With("scope", "\"tools/orders.get\""), With("window", "\"run\""), """{"scope":"runs/*","unit":"usd","window":"run","amount":"1"}""", With("mode", "\"shadow\""),
        With("temporary", """{"amount":"8","until":"2020-01-01T00:00:00+02:00","reason":"long over, and applied again"}"""), With("temporary", "null"),
    ];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Put_Malformed_Is400WithPathAndCure(string spec, string path, string cure)
    {
        await using var app = await ControlApp.StartAsync();
        await app.DeclareDemoAsync();

        await MalformedResource.CheckAsync(app, "quotas", "{\"spec\":" + spec + "}", path, cure);
    }

    [Theory]
    [MemberData(nameof(Good))]
    public async Task Put_WellFormed_IsStored(string spec)
    {
        await using var app = await ControlApp.StartAsync();
        await app.DeclareDemoAsync();
        await app.PutSpecAsync("tools", "orders.get", """{"type":"builtin","builtin":"time.now"}""");

        var answer = await app.PutSpecAsync("quotas", "q", spec);

        Assert.True((int)answer.Status == 201, answer.Text);
    }

    /// <summary>A right one with one field more or other.</summary>
    private static string With(string field, string value, string? amount = null)
    {
        var fields = new Dictionary<string, string> { ["scope"] = "\"tenant\"", ["unit"] = "\"usd\"", ["window"] = "\"day\"", ["amount"] = amount ?? "\"5.00\"", [field] = value };
        return $"{{{string.Join(',', fields.Select(f => $"\"{f.Key}\":{f.Value}"))}}}";
    }
}
