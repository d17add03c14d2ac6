using System.Net;
using System.Text.Json;
using AgentFunctions.Http.Tests.Activities;

namespace AgentFunctions.Http.Tests.Inventory;

/// <summary>Issue 3, item 9: whose agents there are, what they may and do use, and who can use what.</summary>
public sealed class InventoryTests : IAsyncLifetime
{
    private TeamsApp _teams = null!;

    public async Task InitializeAsync()
    {
        _teams = await TeamsApp.StartAsync();
        await _teams.App.PutSpecAsync("models", "sim-large", """{"targets":[{"provider":"sim"}]}""");
        await _teams.App.PutSpecAsync("teams", "blue", """{"models":["sim-small"]}""");
        Assert.Equal(HttpStatusCode.Created, (await _teams.App.PutSpecAsync("agents", "lost", """{"models":["sim-*"],"owner":"=cmd()"}""")).Status);
        Assert.Equal(HttpStatusCode.Created, (await _teams.App.PutSpecAsync("agents", "azure", """{"models":["sim-small"],"team":"blue","owner":"teams/gone","sponsor":"a \"b\""}""")).Status);
    }

    public Task DisposeAsync() => _teams.DisposeAsync().AsTask();

    [Fact]
    public async Task Inventory_OfTheTenant_DescribesEveryAgent()
    {
        await _teams.CallAsync();
        await _teams.FlushAsync();

        var items = (await _teams.ItemsAsync("/api/inventory", _teams.Ops)).ToDictionary(i => Text(i, "agent"));

        Assert.Equal(["azure", "demo", "lost"], items.Keys.Order());
        var demo = items["demo"];
        Assert.Equal(("ann", "bob", "red", "active", "2026-01-01T00:00:00+00:00"), (Text(demo, "owner"), Text(demo, "sponsor"), Text(demo, "team"), Text(demo, "state"), Text(demo, "lastSeenAt")));
        Assert.Equal(["red@example.com"], Texts(demo, "contacts"));
        Assert.Equal(["sim-small"], Texts(demo, "models"));
        Assert.Equal("sim-small", Text(Assert.Single(demo.GetProperty("usedModels").EnumerateArray()), "model"));
        var key = Assert.Single(demo.GetProperty("keys").EnumerateArray());
        Assert.Equal(("k1", "active", "2026-01-01T00:00:00+00:00"), (Text(key, "id"), Text(key, "state"), Text(key, "lastUsedAt")));
        Assert.False(demo.GetProperty("unowned").GetBoolean());
        Assert.Equal(["sim-small"], Texts(items["azure"], "models"));
        Assert.Equal(["owner_team_gone"], Texts(items["azure"], "unownedReasons"));
        Assert.Equal(["no_team"], Texts(items["lost"], "unownedReasons"));
        Assert.Equal((0, 0), (demo.GetProperty("tools").GetArrayLength(), demo.GetProperty("limits").GetArrayLength()));
    }

    [Fact]
    public async Task Inventory_Limits_AreThoseThatHold()
    {
        (string Id, string Scope, string Window)[] quotas =
            [("all", "agents/*", "day"), ("demos", "agents/demo", "day"), ("each-run", "agents/*", "run"), ("blues", "teams/blue", "day"), ("reds", "teams/red", "day"), ("whole", "tenant", "month"), ("model", "models/*", "day")];
        foreach (var (id, scope, window) in quotas)
            Assert.Equal(HttpStatusCode.Created, (await _teams.App.PutSpecAsync("quotas", id, $$"""{"scope":"{{scope}}","unit":"usd","window":"{{window}}","amount":"5.00"}""")).Status);

        var items = (await _teams.ItemsAsync("/api/inventory", _teams.Ops)).ToDictionary(i => Text(i, "agent"));

        Assert.Equal(["demos", "each-run", "reds", "whole"], Texts(items["demo"], "limits"));
        Assert.Equal(["all", "blues", "each-run", "whole"], Texts(items["azure"], "limits"));
        Assert.Equal(["all", "each-run", "whole"], Texts(items["lost"], "limits"));
        Assert.Contains("all;blues;each-run;whole", (await _teams.App.GetAsync("/api/inventory?format=csv", _teams.Ops)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inventory_Filters_AreApplied()
    {
        Assert.Equal(["demo"], Ids(await _teams.ItemsAsync("/api/inventory?team=red", _teams.Ops)));
        Assert.Equal(["azure", "lost"], Ids(await _teams.ItemsAsync("/api/inventory?unowned=true", _teams.Ops)));
        Assert.Equal(HttpStatusCode.BadRequest, (await _teams.App.GetAsync("/api/inventory?unowned=maybe", _teams.Ops)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await _teams.App.GetAsync("/api/inventory?format=xml", _teams.Ops)).Status);
    }

    [Fact]
    public async Task Inventory_InPages_IsWhole()
    {
        var ids = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await _teams.App.GetAsync($"/api/inventory?limit=2&cursor={cursor}", _teams.Ops)).Json;
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(i => Text(i, "agent")));
            cursor = page.GetProperty("nextCursor").GetString();
        }

        Assert.Equal(["azure", "demo", "lost"], ids);
    }

    [Fact]
    public async Task Inventory_WithAGrantOnATeam_ShowsItsAgentsAndWhatTheySpentThere()
    {
        var red = await _teams.IssueAsync("red-ops", "operator", """[{"scopes":[],"team":"red"}]""");
        var blue = await _teams.IssueAsync("blue-ops", "operator", """[{"scopes":[],"team":"blue"}]""");
        await _teams.CallAsync();
        await _teams.FlushAsync();

        Assert.Equal(["demo"], Ids(await _teams.ItemsAsync("/api/inventory", red)));
        await _teams.MoveAsync("blue");
        Assert.Empty(await _teams.ItemsAsync("/api/inventory", red));
        var moved = (await _teams.ItemsAsync("/api/inventory?team=blue", blue)).Single(i => Text(i, "agent") == "demo");
        Assert.Equal(0, moved.GetProperty("usedModels").GetArrayLength());
        Assert.Empty(await _teams.ItemsAsync("/api/inventory", _teams.OtherTenant));
        Assert.Equal(HttpStatusCode.Forbidden, (await _teams.App.GetAsync("/api/inventory", _teams.Red)).Status);
    }

    [Fact]
    public async Task InventoryCsv_CellsThatWouldRun_AreDefused()
    {
        var answer = await _teams.App.GetAsync("/api/inventory?format=csv", _teams.Ops);

        var lines = answer.Text.Split("\r\n");
        Assert.Equal("text/csv", answer.MediaType);
        Assert.Equal("agent,owner,sponsor,team,contacts,state,lastSeenAt,models,usedModels,tools,keys,keysLastUsedAt,limits,unowned,unownedReasons", lines[0]);
        Assert.StartsWith("azure,teams/gone,\"a \"\"b\"\"\",blue,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("lost,'=cmd(),,,", lines[3], StringComparison.Ordinal);
        Assert.Equal((5, ""), (lines.Length, lines[^1]));
    }

    [Fact]
    public async Task AccessReview_OfTheTenant_HasARowForEachRightOfEachKey()
    {
        await _teams.IssueAsync("app1", "app", """[{"scopes":["usage:read"],"team":"red"},{"scopes":["metrics:read","principals:write"]}]""".Replace(",\"principals:write\"", "", StringComparison.Ordinal));
        await _teams.App.PutSpecAsync("agents", "demo", """{"models":["sim-small","sim-large"],"team":"red"}""");
        await _teams.App.SendAsync(HttpMethod.Post, "/api/keys", """{"agent":"demo","id":"k2","models":["sim-large"],"expiresAt":"2026-02-01T00:00:00Z"}""");
        await _teams.CallAsync();
        await _teams.FlushAsync();

        var rows = (await _teams.ItemsAsync("/api/access-review?limit=500", _teams.Ops)).Select(r =>
            $"{Text(r, "who")} {Text(r, "kind")} {r.GetProperty("key")} [{string.Join(' ', Texts(r, "scopes"))}] {r.GetProperty("model")} {r.GetProperty("team")} {r.GetProperty("lastUsedAt")} {r.GetProperty("expiresAt")} {Text(r, "state")}").ToList();

        Assert.Contains("agents/azure agent  [] sim-small blue   no_key", rows);
        Assert.Contains("agents/demo agent k1 [] sim-small red 2026-01-01T00:00:00+00:00  active", rows);
        Assert.Contains("agents/demo agent k1 [] sim-large red 2026-01-01T00:00:00+00:00  active", rows);
        Assert.Contains("agents/demo agent k2 [] sim-large red  2026-02-01T00:00:00+00:00 active", rows);
        Assert.DoesNotContain(rows, r => r.Contains("k2 [] sim-small", StringComparison.Ordinal));
        Assert.Contains("principals/app1 app k-app1 [usage:read] red   active", rows.Select(r => r.Replace("]  red", "] red", StringComparison.Ordinal)));
        Assert.Contains(rows, r => r.StartsWith("principals/app1 app k-app1 [metrics:read]", StringComparison.Ordinal));
        Assert.Contains(rows, r => r.StartsWith("principals/red-audit auditor k-red-audit [usage:read audit:read traces:read]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AccessReview_StateOfTheTeam_IsTheKeysToo()
    {
        await _teams.App.SendAsync(HttpMethod.Put, "/api/teams/red/state", """{"state":"suspended","reason":"audit"}""");

        Assert.Equal("suspended", Text((await _teams.ItemsAsync("/api/access-review", _teams.Ops)).Single(r => Text(r, "who") == "agents/demo"), "state"));
    }

    [Fact]
    public async Task AccessReview_InPages_IsWhatItIsInOne()
    {
        var whole = (await _teams.ItemsAsync("/api/access-review?limit=500", _teams.Ops)).Select(r => r.GetRawText()).ToList();
        var rows = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await _teams.App.GetAsync($"/api/access-review?limit=1&cursor={cursor}", _teams.Ops)).Json;
            rows.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetRawText()));
            cursor = page.GetProperty("nextCursor").GetString();
        }

        Assert.Equal(whole, rows);
    }

    [Fact]
    public async Task AccessReview_AuditorOfATeam_SeesItsAgentsOnly()
    {
        var rows = await _teams.ItemsAsync("/api/access-review", _teams.Red);

        Assert.Equal(["agents/demo"], rows.Select(r => Text(r, "who")).Distinct());
        Assert.DoesNotContain(await _teams.ItemsAsync("/api/access-review", _teams.OtherTenant), r => Text(r, "who") != "principals/far");
        Assert.Equal(HttpStatusCode.Forbidden, (await _teams.App.GetAsync("/api/access-review", _teams.AgentKey)).Status);
    }

    [Fact]
    public async Task AccessReviewCsv_OfAnAuditor_IsTheWholeList()
    {
        var answer = await _teams.App.GetAsync("/api/access-review?format=csv", _teams.Red);

        Assert.Equal("who,kind,key,scopes,model,team,lastUsedAt,expiresAt,state\r\nagents/demo,agent,k1,,sim-small,red,,,active\r\n", answer.Text);
    }

    private static IEnumerable<string> Ids(IEnumerable<JsonElement> items) => items.Select(i => Text(i, "agent"));

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static IEnumerable<string> Texts(JsonElement element, string name) => element.GetProperty(name).EnumerateArray().Select(e => e.GetString()!);
}
