using System.Net;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Notifications.Sending;
using AgentFunctions.Http.Tests.Resources;
using AgentFunctions.TestKit.Notifications;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Isolation;

/// <summary>What passes from one team to another, or lies between two, shows neither what is the other's.</summary>
public sealed class TeamBoundaryTests
{
    [Fact]
    public async Task Versions_MovedAgent_ShowWhatTheReadersTeamHad()
    {
        await using var app = await StartAsync();
        await app.PutSpecAsync("agents", "a", """{"team":"red","owner":"red-owner"}""");
        await app.PutSpecAsync("agents", "a", """{"team":"red","owner":"red-owner-2"}""");
        await app.PutSpecAsync("agents", "a", """{"team":"blue","owner":"blue-owner"}""");
        await app.PutSpecAsync("agents", "a", """{"team":"blue","owner":"blue-owner-2"}""");
        var (red, blue) = (await KeyAsync(app, "red"), await KeyAsync(app, "blue"));

        var all = await app.GetAsync("/api/agents/a/versions", blue);
        var paged = await app.GetAsync("/api/agents/a/versions?limit=2", blue);

        Assert.Equal([4, 3], all.Json.GetProperty("items").EnumerateArray().Select(v => v.GetProperty("version").GetInt32()));
        Assert.DoesNotContain("red", all.Text, StringComparison.Ordinal);
        Assert.Equal(all.Text, paged.Text);
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync("/api/agents/a/versions/2", blue)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.SendAsync(HttpMethod.Post, "/api/agents/a/restore", """{"version":2}""", blue)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync("/api/agents/a/versions", red)).Status);
        Assert.Equal(4, (await app.GetAsync("/api/agents/a/versions")).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Versions_IdAnotherTeamGaveUp_StartWithOnesOwn()
    {
        await using var app = await StartAsync();
        await app.PutSpecAsync("agents", "a", """{"team":"red","owner":"red-owner"}""");
        await app.SendAsync(HttpMethod.Delete, "/api/agents/a");
        var blue = await KeyAsync(app, "blue");

        await app.SendAsync(HttpMethod.Put, "/api/agents/a", """{"spec":{"team":"blue"}}""", blue);
        var versions = await app.GetAsync("/api/agents/a/versions", blue);
        var changes = await app.GetAsync("/api/changes", blue);

        Assert.Equal("created", Assert.Single(versions.Json.GetProperty("items").EnumerateArray()).GetProperty("operation").GetString());
        Assert.Equal("created", Assert.Single(changes.Json.GetProperty("items").EnumerateArray().SelectMany(c => c.GetProperty("resources").EnumerateArray()), r => r.GetProperty("kind").GetString() == "agents").GetProperty("operation").GetString());
    }

    [Fact]
    public async Task Prune_OwnerOfSeveralTeams_NeitherNamesNorDeletesTheOthers()
    {
        await using var app = await StartAsync();
        await app.SendAsync(HttpMethod.Put, "/api/resources", """{"managedBy":"ci","items":[{"kind":"agents","id":"red-a","spec":{"team":"red"}},{"kind":"agents","id":"blue-a","spec":{"team":"blue"}},{"kind":"agents","id":"blue-b","spec":{"team":"blue"}}]}""");

        var pruned = await app.SendAsync(HttpMethod.Put, "/api/resources?prune=true", """{"managedBy":"ci","items":[{"kind":"agents","id":"blue-a","spec":{"team":"blue"}}]}""", await KeyAsync(app, "blue"));

        Assert.Equal((HttpStatusCode.OK, """{"create":0,"update":0,"delete":1,"unchanged":1}"""), (pruned.Status, pruned.Json.GetProperty("summary").GetRawText()));
        Assert.DoesNotContain("red", pruned.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/api/agents/red-a")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync("/api/agents/blue-b")).Status);
    }

    [Fact]
    public async Task Agent_ModelNotOpenToItsTeam_IsAnsweredAsOneThatDoesNotExist()
    {
        await using var app = await StartAsync();
        await app.PutSpecAsync("models", "red-m", """{"targets":[{"provider":"sim"}]}""");
        var blue = await KeyAsync(app, "blue");

        var foreign = await app.SendAsync(HttpMethod.Put, "/api/agents/a", """{"spec":{"team":"blue","models":["red-m"]}}""", blue);
        var absent = await app.SendAsync(HttpMethod.Put, "/api/agents/a", """{"spec":{"team":"blue","models":["red-x"]}}""", blue);

        Assert.Equal(HttpStatusCode.BadRequest, foreign.Status);
        Assert.Equal(AnswerText.Without(foreign.Text, "red-m"), AnswerText.Without(absent.Text, "red-x"));
        Assert.Contains("blue-*", foreign.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_LacksHostOfAProvider_NamesItToWhoMaySeeIt()
    {
        await using var app = await StartAsync();
        await app.SendAsync(HttpMethod.Put, "/api/secrets/s", """{"value":"v","hosts":["api.hidden.example"],"team":"blue"}""");
        await app.PutSpecAsync("providers", "hidden", """{"type":"openai","endpoint":"https://api.hidden.example/v1","credential":{"secretRef":"s"}}""");
        const string Body = """{"value":"v","hosts":["other.example"],"team":"blue"}""";

        var team = await app.SendAsync(HttpMethod.Put, "/api/secrets/s", Body, await KeyAsync(app, "blue"));
        var platform = await app.SendAsync(HttpMethod.Put, "/api/secrets/s", Body);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (team.Status, platform.Status));
        Assert.DoesNotContain("hidden", team.Text, StringComparison.Ordinal);
        Assert.Contains("providers/hidden", platform.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DryRun_WriterWhoMayNotRead_IsNotShownWhatIsThere()
    {
        await using var app = await StartAsync();
        await app.PutSpecAsync("agents", "a", """{"team":"blue","owner":"hidden"}""");
        await app.PutSpecAsync("principals", "writer", """{"type":"app","grants":[{"scopes":["resources:write"],"team":"blue"}]}""");
        var writer = (await app.PostAsync("/api/keys", """{"principal":"writer"}""")).Json.GetProperty("key").GetString()!;

        var tried = await app.SendAsync(HttpMethod.Put, "/api/resources?dryRun=true", """{"items":[{"kind":"agents","id":"a","spec":{"team":"blue","owner":"new"}}]}""", writer);

        Assert.Equal(HttpStatusCode.OK, tried.Status);
        Assert.Contains("spec.owner", tried.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", tried.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deliveries_NotificationGivenToATeam_ShowThatTeamsEvents()
    {
        await using var app = await StartAsync();
        const string Spec = """{"channel":"webhook","to":"https://a.example/h","events":["*"]}""";
        await app.PutSpecAsync("notifications", "n", Spec);
        foreach (var team in (string[])["red", "blue"])
        {
            await app.PutSpecAsync("agents", team + "-a", $$"""{"team":"{{team}}"}""");
            await app.PostAsync("/api/keys", $$"""{"agent":"{{team}}-a","id":"{{team}}-k"}""");
        }

        await app.Services.GetServices<IScheduledJob>().Single(j => j.Name == "notification-relay").RunAsync(CancellationToken.None);
        await app.PutSpecAsync("notifications", "n", Spec[..^1] + ""","team":"blue"}""");

        var shown = await app.GetAsync("/api/notifications/n/deliveries", await KeyAsync(app, "blue"));

        Assert.Equal(["keys/blue-k"], shown.Json.GetProperty("items").EnumerateArray().Select(d => d.GetProperty("subject").GetString()));
        Assert.Contains("keys/red-k", (await app.GetAsync("/api/notifications/n/deliveries")).Text, StringComparison.Ordinal);
    }

    private static async Task<ControlApp> StartAsync()
    {
        var app = await ControlApp.StartAsync(configure: static services => services.AddAgentFunctionsNotifications().AddSingleton<INotificationChannel>(new ScriptedChannel()));
        await app.DeclareDemoAsync();
        await app.PutSpecAsync("teams", "red", """{"models":["red-*"]}""");
        await app.PutSpecAsync("teams", "blue", """{"models":["blue-*"]}""");
        return app;
    }

    /// <summary>A key of an operator of one team.</summary>
    private static async Task<string> KeyAsync(ControlApp app, string team)
    {
        await app.PutSpecAsync("principals", "ops-" + team, $$"""{"type":"operator","grants":[{"team":"{{team}}"}]}""");
        return (await app.PostAsync("/api/keys", $$"""{"principal":"ops-{{team}}"}""")).Json.GetProperty("key").GetString()!;
    }
}
