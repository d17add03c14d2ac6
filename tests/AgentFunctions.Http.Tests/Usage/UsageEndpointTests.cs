using System.Net;

namespace AgentFunctions.Http.Tests.Usage;

/// <summary>Issue 4, item 7: usage by any dimension, over time; nobody sees what is not theirs.</summary>
public sealed class UsageEndpointTests : IAsyncLifetime
{
    private UsageApp _app = null!;

    public async Task InitializeAsync() => _app = await UsageApp.StartAsync();

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    [Fact]
    public async Task Usage_ByAgentAndModel_AddsUpTokensByClassAndCost()
    {
        await _app.SpendAsync(1_000_000_000);
        await _app.SpendAsync(500_000_001);
        await _app.SpendAsync(1, model: "gpt-*");
        await _app.DrainAsync();

        var json = await _app.GetAsync("?by=agent,model");

        Assert.Equal(
            ["demo gpt-* 1 0.000000001", "demo sim-small 2 1.500000001"],
            json.GetProperty("items").EnumerateArray().Select(static r => $"{r.GetProperty("agent")} {r.GetProperty("model")} {r.GetProperty("requests")} {r.GetProperty("cost").GetProperty("total").GetString()}"));
        var tokens = json.GetProperty("total").GetProperty("tokens");
        Assert.Equal(
            (450, 300, 120, 150, 60, 30, 360),
            (Int(tokens, "total"), Int(tokens, "input"), Int(tokens, "cachedInput"), Int(tokens, "output"), Int(tokens, "reasoning"), Int(tokens, "agentic"), Int(tokens, "userFacing")));
        var cost = json.GetProperty("total").GetProperty("cost");
        Assert.Equal(("1.500000002", "0.15", "0.30", "1.050000002"), (Money(cost, "total"), Money(cost, "reasoning"), Money(cost, "agentic"), Money(cost, "userFacing")));
        Assert.Equal(3, json.GetProperty("total").GetProperty("outcomes").GetProperty("succeeded").GetInt32());
    }

    [Fact]
    public async Task Usage_OverTime_EachRowIsItsMinuteHourDayOrMonth()
    {
        var time = _app.Teams.App.Time;
        await _app.SpendAsync(1);
        time.Advance(TimeSpan.FromMinutes(1));
        await _app.SpendAsync(2);
        time.Advance(TimeSpan.FromHours(1));
        await _app.SpendAsync(4);
        time.Advance(TimeSpan.FromHours(24));
        await _app.SpendAsync(8);
        await _app.DrainAsync();

        Assert.Equal(["2026-01-01T00:00:00+00:00 1", "2026-01-01T00:01:00+00:00 1", "2026-01-01T01:01:00+00:00 1", "2026-01-02T01:01:00+00:00 1"], await _app.RowsAsync("?granularity=minute&from=2d", "at", "requests"));
        Assert.Equal(["2026-01-01T00:00:00+00:00 2", "2026-01-01T01:00:00+00:00 1", "2026-01-02T01:00:00+00:00 1"], await _app.RowsAsync("?granularity=hour&from=2d", "at", "requests"));
        Assert.Equal(["2026-01-01T00:00:00+00:00 0.000000007", "2026-01-02T00:00:00+00:00 0.000000008"], await _app.RowsAsync("?granularity=day&from=2d", "at", "cost.total"));
        Assert.Equal(["2026-01-01T00:00:00+00:00 0.000000015"], await _app.RowsAsync("?granularity=month&from=2026-01-01", "at", "cost.total"));

        // Whole days by day, the rest by hour: nothing twice, nothing left out.
        Assert.Equal(["0.000000015"], await _app.RowsAsync("?from=3d", "cost.total"));
        Assert.Equal(["0.000000012"], await _app.RowsAsync("?from=2026-01-01T01:00:00Z", "cost.total"));
        Assert.Equal(["0.000000003"], await _app.RowsAsync("?from=2025-12-30&to=2026-01-01T00:30:00Z", "cost.total"));
        Assert.Equal(["0.000000007"], await _app.RowsAsync("?from=2025-12-30&to=2026-01-02", "cost.total"));
    }

    [Fact]
    public async Task Usage_ByRunSessionEndUserAndTag_WithAnyOfTheRest()
    {
        await _app.SpendAsync(1, with: static s => s with { Run = "r1", Session = "s", EndUser = "ann, \"x\"", Tags = new Dictionary<string, string> { ["project"] = "p1", ["stage"] = "dev" } });
        await _app.SpendAsync(2, agent: "bot", with: static s => s with { Run = "r2", Session = "s", EndUser = "bob", Tags = new Dictionary<string, string> { ["project"] = "p2", ["stage"] = "dev" } });
        await _app.SpendAsync(4);
        await _app.DrainAsync();

        Assert.Equal(["r1 demo 1", "r2 bot 1"], await _app.RowsAsync("?by=run,agent", "run", "agent", "requests"));
        Assert.Equal(["bot s 1", "demo s 1"], await _app.RowsAsync("?by=session", "agent", "session", "requests"));
        Assert.Equal(["ann, \"x\" sim", "bob sim"], await _app.RowsAsync("?by=endUser,provider", "endUser", "provider"));
        Assert.Equal(["p1 0.000000001", "p2 0.000000002"], await _app.RowsAsync("?by=tag&tag=project", "tag", "cost.total"));
        Assert.Equal(["dev 0.000000003"], await _app.RowsAsync("?by=tag&tag=stage&granularity=day", "tag", "cost.total"));
        Assert.Equal(["bot 0.000000002"], await _app.RowsAsync("?by=agent&tag=project&tagValue=p2", "agent", "cost.total"));
        Assert.Equal(["0.000000001"], await _app.RowsAsync("?run=r1", "cost.total"));
        Assert.Equal(["0.000000001"], await _app.RowsAsync("?endUser=ann%2C%20%22x%22&granularity=hour", "cost.total"));
        Assert.Equal(["demo"], await _app.RowsAsync("?by=agent&session=s&agent=demo", "agent"));
        Assert.Empty(await _app.RowsAsync("?by=run&run=r3", "run"));
    }

    [Fact]
    public async Task Usage_Filters_AreAlternativesWithinADimensionAndAllMustHold()
    {
        await _app.SpendAsync(1, model: "m1");
        await _app.SpendAsync(2, model: "m2");
        await _app.SpendAsync(4, model: "m3", team: "blue");
        await _app.DrainAsync();

        Assert.Equal(["m1", "m3"], await _app.RowsAsync("?by=model&model=m1,m3", "model"));
        Assert.Equal(["m2"], await _app.RowsAsync("?by=model&model=m2&model=m3&team=red", "model"));
        Assert.Equal(["cc-blue"], await _app.RowsAsync("?by=costCentre&costCentre=cc-blue&key=k1&provider=sim", "costCentre"));
    }

    [Fact]
    public async Task Usage_Top_IsTheDearestAndOneRowForAllOthers()
    {
        foreach (var cost in (long[])[5, 50, 20, 1]) await _app.SpendAsync(cost, agent: $"a{cost}");
        _app.Teams.App.Time.Advance(TimeSpan.FromHours(1));
        await _app.SpendAsync(30, agent: "a20");
        await _app.SpendAsync(3, agent: "a5");
        await _app.DrainAsync();

        Assert.Equal(["a20 - 0.00000005", "a50 - 0.00000005", "- True 0.000000009"], await _app.RowsAsync("?by=agent&top=2", "agent", "other", "cost.total"));
        Assert.Equal(
            ["a20 - 0.00000002", "a50 - 0.00000005", "- True 0.000000006", "a20 - 0.00000003", "- True 0.000000003"], await _app.RowsAsync("?by=agent&top=2&granularity=hour", "agent", "other", "cost.total"));
        Assert.Equal("0.000000109", (await _app.GetAsync("?by=agent&top=1")).GetProperty("total").GetProperty("cost").GetProperty("total").GetString());
    }

    [Fact]
    public async Task Usage_OfTeams_IsSeenByThoseWhoMay()
    {
        await _app.SpendAsync(1, team: "red");
        await _app.SpendAsync(2, team: "blue");
        await _app.SpendAsync(4, with: static s => s with { Team = null, Run = "r1" });
        await _app.SpendAsync(8, team: "blue", with: static s => s with { Run = "r1" });
        await _app.DrainAsync();
        var teams = _app.Teams;

        async Task<string> Total(string key, string query = "") => (await _app.GetAsync(query, key)).GetProperty("total").GetProperty("cost").GetProperty("total").GetString()!;
        Assert.Equal(("0.000000015", "0.000000001", "0.00000001"), (await Total(teams.Ops), await Total(teams.Red), await Total(teams.Blue)));
        Assert.Equal(("0.00", "0.00"), (await Total(teams.OtherTenant), await Total(teams.Red, "?team=blue")));
        Assert.Equal(("0.00", "0.000000008"), (await Total(teams.Red, "?by=run"), await Total(teams.Blue, "?by=run&run=r1")));
        Assert.Equal(HttpStatusCode.Forbidden, (await teams.App.GetAsync("/api/usage", teams.AgentKey)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await teams.App.GetAsync("/api/usage", "nobody")).Status);
    }

    [Fact]
    public async Task Usage_InPages_IsWholeAndInOrder()
    {
        for (var i = 0; i < 25; i++) await _app.SpendAsync(1, agent: $"a{i:D2}", with: s => i % 3 == 0 ? s with { Agent = null, Key = $"k{i}" } : s);
        await _app.DrainAsync();
        var whole = await _app.RowsAsync("?by=agent,key&limit=500", "agent", "key");

        var (seen, cursor) = (new List<string>(), "");
        do
        {
            var page = await _app.GetAsync($"?by=agent,key&limit=4{cursor}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(static r => $"{(r.GetProperty("agent").GetString() ?? "-")} {r.GetProperty("key")}"));
            cursor = page.GetProperty("nextCursor").GetString() is { } next ? "&cursor=" + next : "";
            Assert.Equal(25, page.GetProperty("total").GetProperty("requests").GetInt32());
        }
        while (cursor.Length > 0);

        Assert.Equal(25, seen.Count);
        Assert.Equal(whole, seen);
    }

    [Fact]
    public async Task Usage_AsCsv_HasAColumnForEachDimension()
    {
        await _app.SpendAsync(1_500_000_000, with: static s => s with { EndUser = "=cmd" });
        await _app.DrainAsync();

        var answer = await _app.Teams.App.GetAsync("/api/usage?by=endUser,team&format=csv", _app.Teams.Ops);

        var lines = answer.Text.Split("\r\n");
        Assert.Equal("text/csv", answer.MediaType);
        Assert.Equal("at,endUser,team,requests,attempts,tokens,inputTokens,cachedInputTokens,cacheWriteTokens,audioInputTokens,outputTokens,audioOutputTokens,userFacingTokens,reasoningTokens,agenticTokens,cost,userFacingCost,reasoningCost,agenticCost,bytes,estimated,counted,unpriced", lines[0]);
        Assert.Equal("2025-12-31T00:00:00Z,'=cmd,red,1,1,150,100,40,0,0,50,0,120,20,10,1.50,1.05,0.15,0.30,1000,0,0,0", lines[1]);
        Assert.Equal("", Assert.Single(lines[2..]));
    }

    [Theory]
    [InlineData("?by=colour", "by", "costCentre")]
    [InlineData("?by=run,session", "by", "one of run, session, endUser and tag")]
    [InlineData("?by=run&endUser=x", "by", "cannot be combined")]
    [InlineData("?by=tag", "tag", "tag=project")]
    [InlineData("?tagValue=x", "tag", "tag=project")]
    [InlineData("?by=run&granularity=minute", "granularity", "hour, day or month")]
    [InlineData("?granularity=week", "granularity", "minute, hour, day or month")]
    [InlineData("?granularity=Hour", "granularity", "minute, hour, day or month")]
    [InlineData("?top=3", "top", "needs by")]
    [InlineData("?by=agent&top=0", "top", "1 to 500")]
    [InlineData("?by=agent&top=501", "top", "1 to 500")]
    [InlineData("?from=yesterday", "from", "2026-01-31")]
    [InlineData("?to=2026-13-01", "to", "2026-01-31")]
    [InlineData("?from=2026-01-01&to=2025-12-01", "from", "after to")]
    [InlineData("?from=401d", "from", "400 days")]
    [InlineData("?by=run&from=91d", "from", "90 days")]
    [InlineData("?granularity=minute&from=4d", "from", "3 days")]
    [InlineData("?limit=0", "limit", "1 to 500")]
    [InlineData("?cursor=!!", "cursor", "start again")]
    [InlineData("?format=xml", "format", "csv")]
    public async Task Usage_WhatCannotBeAnswered_IsRefusedWithWhatCan(string query, string param, string says)
    {
        var answer = await _app.Teams.App.GetAsync("/api/usage" + query, _app.Teams.Ops);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (answer.Status, answer.Code));
        Assert.Contains(says, answer.Text, StringComparison.Ordinal);
        Assert.Contains($"\"{param}\"", answer.Text, StringComparison.Ordinal);
    }

    private static int Int(System.Text.Json.JsonElement json, string name) => json.GetProperty(name).GetInt32();

    private static string Money(System.Text.Json.JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
