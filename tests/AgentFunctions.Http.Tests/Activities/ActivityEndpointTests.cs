using System.Net;
using System.Text.Json;

namespace AgentFunctions.Http.Tests.Activities;

/// <summary>Issue 3, items 1 and 2: what a key did since a time, filtered by team as it was then; nobody sees what is not theirs.</summary>
public sealed class ActivityEndpointTests : IAsyncLifetime
{
    private TeamsApp _teams = null!;

    public async Task InitializeAsync() => _teams = await TeamsApp.StartAsync();

    public Task DisposeAsync() => _teams.DisposeAsync().AsTask();

    [Fact]
    public async Task KeyActivity_CallsAndRefusals_AreCountedByHourAndModel()
    {
        Assert.Equal(HttpStatusCode.OK, await _teams.CallAsync());
        Assert.Equal(HttpStatusCode.NotFound, await _teams.CallAsync("no-such-model"));
        Assert.Equal(HttpStatusCode.Forbidden, (await _teams.App.GetAsync("/api/agents", _teams.AgentKey)).Status);
        await _teams.FlushAsync();

        var answer = await _teams.App.GetAsync("/api/keys/k1/activity", _teams.Ops);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var rows = answer.Json.GetProperty("items").EnumerateArray().ToDictionary(r => $"{r.GetProperty("surface")}/{r.GetProperty("model")}");
        Assert.Equal(["api/", "v1/", "v1/sim-small"], rows.Keys.Order());
        Assert.Equal((1, 0, "demo", "red"), (rows["v1/sim-small"].GetProperty("requests").GetInt32(), rows["v1/sim-small"].GetProperty("refusals").GetInt32(), Text(rows["v1/sim-small"], "agent"), Text(rows["v1/sim-small"], "team")));
        Assert.True(rows["v1/sim-small"].GetProperty("totalTokens").GetInt32() > 0);
        Assert.Equal(1, rows["v1/"].GetProperty("refusalsByCode").GetProperty("model_not_found").GetInt32());
        Assert.Equal(1, rows["api/"].GetProperty("refusalsByCode").GetProperty("not_entitled").GetInt32());
        Assert.Equal("2026-01-01T00:00:00+00:00", Text(answer.Json, "lastUsedAt"));
    }

    [Fact]
    public async Task KeyActivity_PrincipalsKey_ShowsItsChanges()
    {
        Assert.Equal(HttpStatusCode.OK, (await _teams.App.SendAsync(HttpMethod.Put, "/api/agents/demo", """{"spec":{"models":[],"team":"red"}}""", _teams.Ops)).Status);
        await _teams.FlushAsync();

        var answer = await _teams.App.GetAsync("/api/keys/k-ops/activity?since=7d", _teams.Ops);

        var change = Assert.Single(answer.Json.GetProperty("changes").EnumerateArray());
        Assert.Equal(("operator/ops", "demo"), (Text(change, "by"), Text(change.GetProperty("resources")[0], "id")));
        Assert.False(answer.Json.GetProperty("moreChanges").GetBoolean());
        Assert.Equal("api", Text(Assert.Single(answer.Json.GetProperty("items").EnumerateArray()), "surface"));
        Assert.Single((await _teams.ItemsAsync("/api/changes?keyId=k-ops", _teams.Ops)));
    }

    [Fact]
    public async Task AgentActivity_AfterAMove_StaysWithTheTeamThatSpent()
    {
        await _teams.CallAsync();
        await _teams.MoveAsync("blue");
        await _teams.CallAsync();
        await _teams.CallAsync();
        await _teams.FlushAsync();

        foreach (var path in (string[])["/api/agents/demo/activity", "/api/keys/k1/activity"])
        {
            Assert.Equal(("red", 1), Only(await _teams.ItemsAsync(path, _teams.Red)));
            Assert.Equal(("blue", 2), Only(await _teams.ItemsAsync(path, _teams.Blue)));
            Assert.Equal(2, (await _teams.ItemsAsync(path, _teams.Ops)).Count);
        }
    }

    [Fact]
    public async Task Activity_WhatOneMayNotSee_IsAsIfItDidNotExist()
    {
        await _teams.CallAsync();
        await _teams.FlushAsync();

        foreach (var (key, kind, id) in new[] { (_teams.Blue, "keys", "k1"), (_teams.Blue, "agents", "demo"), (_teams.OtherTenant, "keys", "k1"), (_teams.OtherTenant, "agents", "demo"), (_teams.Red, "keys", "k-ops") })
        {
            var hidden = await _teams.App.GetAsync($"/api/{kind}/{id}/activity", key);
            var absent = await _teams.App.GetAsync($"/api/{kind}/absent/activity", key);
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (hidden.Status, absent.Status));
            Assert.Equal(Text(absent.Json, "detail").Replace("absent", id, StringComparison.Ordinal), Text(hidden.Json, "detail"));
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await _teams.App.GetAsync("/api/keys/k1/activity", _teams.AgentKey)).Status);
    }

    [Fact]
    public async Task AgentActivity_OperatorActingAsIt_IsSeenUnderBoth()
    {
        await _teams.CallAsync(key: _teams.Ops, headers: ("x-agent-id", "demo"));
        await _teams.FlushAsync();

        Assert.Equal("k-ops", Text(Assert.Single(await _teams.ItemsAsync("/api/agents/demo/activity", _teams.Red)), "key"));
        Assert.Equal("demo", Text(Assert.Single(await _teams.ItemsAsync("/api/keys/k-ops/activity", _teams.Ops)), "agent"));
    }

    [Fact]
    public async Task KeyActivity_OfADeletedKey_IsKept()
    {
        await _teams.CallAsync();
        await _teams.FlushAsync();
        Assert.Equal(HttpStatusCode.NoContent, (await _teams.App.SendAsync(HttpMethod.Delete, "/api/keys/k1")).Status);

        Assert.Single(await _teams.ItemsAsync("/api/keys/k1/activity", _teams.Ops));
    }

    [Fact]
    public async Task Activity_OfADeletedTenant_IsNotANewOnesOfTheSameName()
    {
        var far = ("x-tenant-id", "other");
        await _teams.App.GetAsync("/api/agents", _teams.OtherTenant);
        await _teams.FlushAsync();
        Assert.Equal(HttpStatusCode.OK, (await _teams.App.SendAsync(HttpMethod.Get, "/api/keys/k-far/activity", null, Resources.ControlApp.AdminKey, far)).Status);
        foreach (var path in (string[])["keys/k-far", "principals/far"]) await _teams.App.SendAsync(HttpMethod.Delete, "/api/" + path, null, Resources.ControlApp.AdminKey, far);

        Assert.Equal(HttpStatusCode.NoContent, (await _teams.App.SendAsync(HttpMethod.Delete, "/api/tenants/other")).Status);
        Assert.Equal(HttpStatusCode.Created, (await _teams.App.PutSpecAsync("tenants", "other", "{}")).Status);

        Assert.Equal(HttpStatusCode.NotFound, (await _teams.App.SendAsync(HttpMethod.Get, "/api/keys/k-far/activity", null, Resources.ControlApp.AdminKey, far)).Status);
    }

    [Fact]
    public async Task Activity_InPages_IsWholeAndInOrder()
    {
        for (var hour = 0; hour < 5; hour++)
        {
            await _teams.CallAsync();
            await _teams.CallAsync("no-such-model");
            _teams.App.Time.Advance(TimeSpan.FromHours(1));
        }

        await _teams.FlushAsync();
        var rows = new List<JsonElement>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await _teams.App.GetAsync($"/api/keys/k1/activity?limit=3&cursor={cursor}", _teams.Ops)).Json;
            rows.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.GetProperty("nextCursor").GetString();
        }

        Assert.Equal(10, rows.Count);
        Assert.Equal(rows.Select(r => Text(r, "hour")).Order(StringComparer.Ordinal), rows.Select(r => Text(r, "hour")));
        Assert.Equal(10, rows.Select(r => $"{Text(r, "hour")} {r.GetProperty("model")}").Distinct().Count());
    }

    [Fact]
    public async Task Activity_OverSeveralMonths_IsWhole()
    {
        for (var i = 0; i < 4; i++)
        {
            await _teams.CallAsync();
            await _teams.FlushAsync();
            _teams.App.Time.Advance(TimeSpan.FromDays(20));
        }

        // What was called first lies 80 days back.
        var answer = (await _teams.App.GetAsync("/api/agents/demo/activity?since=80d", _teams.Ops)).Json;
        Assert.Equal(4, answer.GetProperty("items").GetArrayLength());
        Assert.Equal(("2026-01-01T00:00:00+00:00", "2026-03-02T00:00:00+00:00"), (Text(answer, "firstUsedAt"), Text(answer, "lastUsedAt")));
        Assert.Equal(2, (await _teams.ItemsAsync("/api/agents/demo/activity?since=45d", _teams.Ops)).Count);

        _teams.App.Time.Advance(TimeSpan.FromDays(11));
        Assert.Equal(3, (await _teams.ItemsAsync("/api/agents/demo/activity?since=90d", _teams.Ops)).Count);
    }

    [Theory]
    [InlineData("since=91d", "since")]
    [InlineData("since=yesterday", "since")]
    [InlineData("since=7", "since")]
    [InlineData("since=2030-01-01T00:00:00Z", "since")]
    [InlineData("cursor=nonsense", "cursor")]
    [InlineData("limit=501", "limit")]
    public async Task Activity_MalformedQuery_IsRefused(string query, string param)
    {
        var answer = await _teams.App.GetAsync($"/api/keys/k1/activity?{query}", _teams.Ops);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(param, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_ListGetAndLookup_ShowTheLastUse()
    {
        Assert.False((await _teams.App.GetAsync("/api/keys/k1")).Json.TryGetProperty("lastUsedAt", out _));
        await _teams.CallAsync();
        await _teams.FlushAsync();

        Assert.Equal("2026-01-01T00:00:00+00:00", Text((await _teams.App.GetAsync("/api/keys/k1")).Json, "lastUsedAt"));
        Assert.Equal("2026-01-01T00:00:00+00:00", Text((await _teams.ItemsAsync("/api/keys", _teams.Ops)).Single(k => Text(k, "id") == "k1"), "lastUsedAt"));
        Assert.Equal("2026-01-01T00:00:00+00:00", Text((await _teams.App.PostAsync("/api/keys/lookup", $$"""{"key":"{{_teams.AgentKey}}"}""")).Json, "lastUsedAt"));
    }

    private static (string Team, int Requests) Only(IReadOnlyList<JsonElement> rows) => (Text(Assert.Single(rows), "team"), rows[0].GetProperty("requests").GetInt32());

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
