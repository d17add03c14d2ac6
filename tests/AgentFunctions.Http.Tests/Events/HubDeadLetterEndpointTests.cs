using System.Net;
using System.Text;
using AgentFunctions.Core.Events.Intake;
using AgentFunctions.Core.Subscriptions.Hubs;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Http.Tests.Resources;
using AgentFunctions.TestKit.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Events;

/// <summary>Dead letters of hubs over HTTP.</summary>
public sealed class HubDeadLetterEndpointTests
{
    private const string Events = "/api/hubs/events/dead-letters";

    [Fact]
    public async Task Letters_AreShownHandedInAgainAndDeleted()
    {
        await using var app = await StartAsync(3);
        var first = (await app.GetAsync(Events + "?limit=2")).Json;
        Assert.Equal(["p0-0", "p0-1"], first.GetProperty("items").EnumerateArray().Select(static l => l.GetProperty("id").GetString()));
        Assert.Single((await app.GetAsync($"{Events}?limit=2&cursor={Uri.EscapeDataString(first.GetProperty("nextCursor").GetString()!)}")).Json.GetProperty("items").EnumerateArray());
        Assert.Empty((await app.GetAsync(Events + "?reason=unreadable")).Json.GetProperty("items").EnumerateArray());
        var one = (await app.GetAsync(Events + "/p0-0")).Json;
        Assert.Equal(("events", "not_found"), (one.GetProperty("hub").GetString(), one.GetProperty("reason").GetString()));
        Assert.Contains("/shop", one.GetProperty("body").GetString(), StringComparison.Ordinal);

        var still = await app.PostAsync(Events + "/p0-0/redrive");
        Assert.Equal((HttpStatusCode.Conflict, "conflict", "team"), (still.Status, still.Code, still.Json.GetProperty("param").GetString()));
        Assert.Contains("teams/red", still.Text, StringComparison.Ordinal);

        await app.PutSpecAsync("teams", "red", "{}");
        var done = await app.PostAsync(Events + "/p0-0/redrive");
        Assert.Equal((HttpStatusCode.Accepted, "p0-0"), (done.Status, done.Json.GetProperty("id").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, (await app.PostAsync(Events + "/p0-0/redrive")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await app.SendAsync(HttpMethod.Delete, Events + "/p0-1")).Status);
        var dry = (await app.PostAsync(Events + "/bulk", """{"verb":"redrive","filter":{"reason":"not_found"},"dryRun":true}""")).Json;
        Assert.Equal((1, 0), (dry.GetProperty("matched").GetInt32(), dry.GetProperty("done").GetInt32()));
        Assert.Equal(1, (await app.PostAsync(Events + "/bulk", """{"verb":"redrive"}""")).Json.GetProperty("done").GetInt32());
        Assert.Empty((await app.GetAsync(Events)).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(2, (await app.GetAsync("/api/runs")).Json.GetProperty("items").GetArrayLength());

        var changes = (await app.GetAsync("/api/changes?limit=500")).Json.GetProperty("items").EnumerateArray().SelectMany(static c => c.GetProperty("resources").EnumerateArray()).Where(static r => r.GetProperty("kind").GetString() == "dead-letters");
        Assert.Equal(["redriven", "redriven", "deleted", "redriven"], changes.Select(static r => r.GetProperty("operation").GetString()));
    }

    // They are events of every tenant: the platform's, or those of the one tenant there is.
    [Fact]
    public async Task Letters_AreShownToWhoMaySeeEveryTenant()
    {
        await using var app = await StartAsync(1);
        await app.PutSpecAsync("teams", "red", "{}");
        var whole = await KeyAsync("whole", """{"type":"operator"}""");
        var auditor = await KeyAsync("auditor", """{"type":"auditor"}""");
        var ofTeam = await KeyAsync("team", """{"type":"operator","grants":[{"team":"red"}]}""");
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(Events, whole)).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(Events + "/p0-0", auditor)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.SendAsync(HttpMethod.Post, Events + "/p0-0/redrive", null, auditor)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.GetAsync(Events, ofTeam)).Status);

        await app.PutSpecAsync("tenants", "far", "{}");
        foreach (var key in (string[])[whole, auditor, ofTeam])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await app.GetAsync(Events, key)).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await app.GetAsync(Events + "/p0-0", key)).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await app.SendAsync(HttpMethod.Delete, Events + "/p0-0", null, key)).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await app.SendAsync(HttpMethod.Post, Events + "/bulk", """{"verb":"delete"}""", key)).Status);
        }

        Assert.Equal("p0-0", (await app.GetAsync(Events + "/p0-0")).Json.GetProperty("id").GetString());

        async Task<string> KeyAsync(string id, string spec)
        {
            Assert.Equal(HttpStatusCode.Created, (await app.PutSpecAsync("principals", id, spec)).Status);
            return (await app.PostAsync("/api/keys", $$"""{"principal":"{{id}}"}""")).Json.GetProperty("key").GetString()!;
        }
    }

    [Theory]
    [InlineData("GET", "/api/hubs/orders/dead-letters", null, 404, "hub")]
    [InlineData("GET", Events + "/nothing", null, 404, "id")]
    [InlineData("GET", Events + "/..%2Fusage%2Fp0-0", null, 404, "id")]
    [InlineData("GET", Events + "?limit=0", null, 400, "limit")]
    [InlineData("GET", Events + "?cursor=%21", null, 400, "cursor")]
    [InlineData("POST", Events + "/bulk", """{"verb":"redrive","cursor":"!"}""", 400, "cursor")]
    [InlineData("POST", Events + "/bulk", """{"verb":"burn"}""", 400, "verb")]
    public async Task Wrong_IsRefusedByName(string method, string path, string? body, int status, string param)
    {
        await using var app = await StartAsync(0);

        var answer = await app.SendAsync(new HttpMethod(method), path, body);

        Assert.Equal((status, param), ((int)answer.Status, answer.Json.GetProperty("param").GetString()));
    }

    [Fact]
    public async Task Body_ThatIsNoText_IsShownAsItIs()
    {
        await using var app = await StartAsync(0);
        await app.Services.GetRequiredService<IStreamDeadLetters>().KeepAsync(StreamNames.Usage, "p0-9", "unreadable", new byte[] { 0xff, 0 }, CancellationToken.None);

        Assert.Equal([0xff, 0], (await app.GetAsync("/api/hubs/usage/dead-letters/p0-9")).Json.GetProperty("bodyBase64").GetBytesFromBase64());
        Assert.Equal(HttpStatusCode.Conflict, (await app.PostAsync("/api/hubs/usage/dead-letters/p0-9/redrive")).Status);
    }

    private static async Task<ControlApp> StartAsync(int letters)
    {
        var app = await ControlApp.StartAsync(configure: static services => services.AddSingleton<IWorkflowClient>(static s => new FakeWorkflowClient(s.GetRequiredService<TimeProvider>())));
        await app.DeclareDemoAsync();
        await app.PutSpecAsync("subscriptions", "all", """{"topic":"orders","start":"agents/demo"}""");
        var properties = new Dictionary<string, object?> { ["topic"] = "orders", ["team"] = "red" };
        HubMessage[] messages = [.. Enumerable.Range(0, letters).Select(i => new HubMessage($"p0-{i}", Encoding.UTF8.GetBytes($$"""{"specversion":"1.0","id":"{{i}}","source":"/shop","type":"t"}"""), "application/cloudevents+json", properties))];
        await app.Services.GetRequiredService<HubIntake>().TakeAsync("events", messages, CancellationToken.None);
        return app;
    }
}
