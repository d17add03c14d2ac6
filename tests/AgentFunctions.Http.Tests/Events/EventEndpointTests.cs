using System.Net;
using System.Security.Cryptography;
using System.Text;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Http.Tests.Resources;
using AgentFunctions.TestKit.Logging;
using AgentFunctions.TestKit.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Events;

/// <summary>Events, webhooks and dead letters over HTTP.</summary>
public sealed class EventEndpointTests
{
    private const string Good = """{"specversion":"1.0","id":"1","source":"/shop","type":"order.created","data":{"n":1}}""";

    private static async Task<ControlApp> StartAsync(CapturedLogs? logs = null)
    {
        var app = await ControlApp.StartAsync(logs: logs, configure: static services => services.AddSingleton<IWorkflowClient>(static s => new FakeWorkflowClient(s.GetRequiredService<TimeProvider>())));
        await app.DeclareDemoAsync();
        await app.PutSpecAsync("teams", "red", "{}");
        await app.PutSpecAsync("agents", "mine", """{"team":"red"}""");
        Assert.Equal(HttpStatusCode.Created, (await app.PutSpecAsync("subscriptions", "all", """{"topic":"orders.*","start":"agents/demo"}""")).Status);
        Assert.Equal(HttpStatusCode.Created, (await app.PutSpecAsync("subscriptions", "reds", """{"team":"red","topic":"orders.*","start":"agents/mine"}""")).Status);
        return app;
    }

    private static Task<ControlApp.Answer> SendAsync(ControlApp app, string body, string media = "application/cloudevents+json", string path = "/api/events/orders.created", string key = ControlApp.AdminKey) =>
        app.SendContentAsync(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, media), key);

    private static string[] Subscriptions(ControlApp.Answer answer) => [.. answer.Json.GetProperty("runs").EnumerateArray().Select(static r => r.GetProperty("subscription").GetString()!)];

    [Fact]
    public async Task Publish_StructuredThenBinary_IsTheSameEventAndItsRunIsThere()
    {
        await using var app = await StartAsync();
        var first = await SendAsync(app, Good);
        Assert.Equal(HttpStatusCode.Accepted, first.Status);
        var run = first.Json.GetProperty("runs")[0].GetProperty("id").GetString();
        Assert.Equal("agents/demo", (await app.GetAsync($"/api/runs/{run}")).Json.GetProperty("target").GetString());

        var again = await app.SendAsync(HttpMethod.Post, "/api/events/orders.created", """{"n":1}""", ControlApp.AdminKey, ("ce-specversion", "1.0"), ("ce-id", "1"), ("ce-source", "/shop"), ("ce-type", "order.created"));
        Assert.True(again.Json.GetProperty("repeat").GetBoolean());
        Assert.Equal(run, again.Json.GetProperty("runs")[0].GetProperty("id").GetString());

        var batch = await SendAsync(app, $"[{Good},{Good.Replace("\"1\"", "\"2\"", StringComparison.Ordinal)}]", "application/cloudevents-batch+json");
        Assert.Equal([true, false], batch.Json.GetProperty("events").EnumerateArray().Select(static e => e.GetProperty("repeat").GetBoolean()));
    }

    [Theory]
    [InlineData("""{"id":"1","source":"/s","type":"t"}""", "specversion")]
    [InlineData("""{"specversion":"0.3","id":"1","source":"/s","type":"t"}""", "specversion")]
    [InlineData("""{"specversion":"1.0","source":"/s","type":"t"}""", "id")]
    [InlineData("""{"specversion":"1.0","id":"","source":"/s","type":"t"}""", "id")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"a b","type":"t"}""", "source")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s"}""", "type")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"t","time":"yesterday"}""", "time")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"t","My_Ext":"x"}""", "My_Ext")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"t","ext":{}}""", "ext")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"t","data_base64":"?"}""", "data_base64")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"t","agentfunctionsdepth":-1}""", "agentfunctionsdepth")]
    public async Task Publish_BadEvent_NamesTheAttribute(string body, string attribute)
    {
        await using var app = await StartAsync();
        var answer = await SendAsync(app, body);
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (answer.Status, answer.Code));
        Assert.Equal(attribute, answer.Json.GetProperty("param").GetString());
        var batch = await SendAsync(app, $"[{Good},{body}]", "application/cloudevents-batch+json");
        Assert.Equal($"[1].{attribute}", batch.Json.GetProperty("param").GetString());
        Assert.False((await SendAsync(app, Good)).Json.GetProperty("repeat").GetBoolean());
    }

    [Fact]
    public async Task Publish_WrongTopicFormOrSize_IsRefused()
    {
        await using var app = await StartAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(app, Good, path: "/api/events/agentfunctions.runs")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(app, Good, path: "/api/events/AgentFunctions.runs")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(app, Good, path: "/api/events/AGENTFUNCTIONS")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(app, Good, path: "/api/events/-x")).Status);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await SendAsync(app, Good, "application/json")).Status);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await SendAsync(app, Good, "application/cloudevents+xml")).Status);
        var large = Good.Replace("{\"n\":1}", $"\"{new string('x', 256 * 1024)}\"", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await SendAsync(app, large)).Status);

        // The largest that is taken, of what takes most when it is stored.
        var quotes = $$"""{"specversion":"1.0","id":"q","source":"/s","type":"t","data":[{{string.Join(',', Enumerable.Repeat("\"\"", 85_000))}}]}""";
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(app, quotes)).Status);
    }

    [Fact]
    public async Task Publish_ByATeam_IsTheTeamsAndShowsItNothingElse()
    {
        await using var app = await StartAsync();
        await app.PutSpecAsync("principals", "shop", """{"type":"app","grants":[{"scopes":["events:publish","traces:read"],"team":"red"}]}""");
        var key = (await app.PostAsync("/api/keys", """{"principal":"shop"}""")).Json.GetProperty("key").GetString()!;
        Assert.Equal(["reds"], Subscriptions(await SendAsync(app, Good, key: key)));
        Assert.Equal(["all"], Subscriptions(await SendAsync(app, Good)));
        Assert.Equal(["all", "reds"], Subscriptions(await SendAsync(app, Good, path: "/api/events/orders.created?team=red")));
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(app, Good, path: "/api/events/orders.created?team=blue", key: key)).Status);
    }

    [Fact]
    public async Task Publish_ForATeamThatThereIsNot_IsRefusedAndTellsATeamNothing()
    {
        await using var app = await StartAsync();
        await app.PutSpecAsync("teams", "blue", "{}");
        await app.PutSpecAsync("principals", "shop", """{"type":"app","grants":[{"scopes":["events:publish"],"team":"red"}]}""");
        var key = (await app.PostAsync("/api/keys", """{"principal":"shop"}""")).Json.GetProperty("key").GetString()!;

        var nope = await SendAsync(app, Good, path: "/api/events/orders.created?team=nope");
        Assert.Equal((HttpStatusCode.NotFound, "team"), (nope.Status, nope.Json.GetProperty("param").GetString()));
        Assert.False((await SendAsync(app, Good)).Json.GetProperty("repeat").GetBoolean());

        var (foreign, unknown) = (await SendAsync(app, Good, path: "/api/events/orders.created?team=blue", key: key), await SendAsync(app, Good, path: "/api/events/orders.created?team=nope", key: key));
        Assert.Equal((HttpStatusCode.Forbidden, "team"), (foreign.Status, foreign.Json.GetProperty("param").GetString()));
        Assert.Equal(AnswerText.Without(unknown.Text, []), AnswerText.Without(foreign.Text, []));
    }

    [Fact]
    public async Task Redrive_NamesTheRunThatItStarted()
    {
        await using var app = await StartAsync();
        await app.PutSpecAsync("subscriptions", "bad", """{"topic":"bad","start":"agents/demo","input":"${event.data.missing}"}""");
        await SendAsync(app, Good, path: "/api/events/bad");
        async Task<string> LetterAsync() => (await app.GetAsync("/api/dead-letters?reason=input_failed")).Json.GetProperty("items")[0].GetProperty("id").GetString()!;

        // Fails as before: no run came of it.
        var again = await app.PostAsync($"/api/dead-letters/{await LetterAsync()}/redrive");
        Assert.Equal((HttpStatusCode.Accepted, false), (again.Status, again.Json.TryGetProperty("runId", out _)));

        await app.PutSpecAsync("subscriptions", "bad", """{"topic":"bad","start":"agents/demo"}""");
        var mended = await app.PostAsync($"/api/dead-letters/{await LetterAsync()}/redrive");
        Assert.Equal((HttpStatusCode.Accepted, "1"), (mended.Status, mended.Json.GetProperty("eventId").GetString()));
        Assert.Equal("agents/demo", (await app.GetAsync($"/api/runs/{mended.Json.GetProperty("runId").GetString()}")).Json.GetProperty("target").GetString());

        var wrong = await app.GetAsync("/api/dead-letters?reason=because");
        Assert.Equal((HttpStatusCode.BadRequest, "reason"), (wrong.Status, wrong.Json.GetProperty("param").GetString()));
        Assert.Equal("filter.reason", (await app.PostAsync("/api/dead-letters/bulk", """{"verb":"delete","filter":{"reason":"because"}}""")).Json.GetProperty("param").GetString());
    }

    [Fact]
    public async Task Hook_WhoseSecretIsMissing_RefusesAndTheLogSaysWhyOnceAMinute()
    {
        using var logs = new CapturedLogs();
        await using var app = await StartAsync(logs);
        Assert.Equal(HttpStatusCode.Created, (await app.PutSpecAsync("subscriptions", "hook", """{"webhook":{"secretRef":"gone","scheme":"github"},"start":"agents/demo"}""")).Status);
        Task<ControlApp.Answer> CallAsync(string hook) => app.SendAsync(HttpMethod.Post, $"/api/hooks/default/{hook}", Good, "", ("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(""u8, Encoding.UTF8.GetBytes(Good)))));
        string[] Said() => [.. logs.Lines.Where(static line => line.StartsWith("Subscription hook ", StringComparison.Ordinal))];

        var refused = await CallAsync("hook");
        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_signature"), (refused.Status, refused.Code));
        Assert.Equal(AnswerText.Without((await CallAsync("unknown")).Text, []), AnswerText.Without(refused.Text, []));
        await CallAsync("hook");
        Assert.Contains("the secret gone", Assert.Single(Said()), StringComparison.Ordinal);

        app.Time.Advance(TimeSpan.FromMinutes(2));
        await CallAsync("hook");
        Assert.Equal(2, Said().Length);
        Assert.Empty((await app.GetAsync("/api/runs")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task DeadLetters_AreShownRedrivenAndDeletedByWhoMay()
    {
        await using var app = await StartAsync();
        await app.PutSpecAsync("subscriptions", "bad", """{"topic":"bad","start":"agents/demo","input":"${event.data.missing}"}""");
        for (var i = 0; i < 3; i++) await SendAsync(app, Good.Replace("\"1\"", $"\"{i}\"", StringComparison.Ordinal), path: "/api/events/bad");
        var items = (await app.GetAsync("/api/dead-letters?subscription=bad&limit=2")).Json;
        Assert.Equal(2, items.GetProperty("items").GetArrayLength());
        Assert.Single((await app.GetAsync($"/api/dead-letters?limit=2&cursor={items.GetProperty("nextCursor").GetString()}")).Json.GetProperty("items").EnumerateArray());
        Assert.Empty((await app.GetAsync("/api/dead-letters?reason=no_run")).Json.GetProperty("items").EnumerateArray());
        var id = items.GetProperty("items")[0].GetProperty("id").GetString();
        var one = (await app.GetAsync($"/api/dead-letters/{id}")).Json;
        Assert.Equal(("input_failed", 1), (one.GetProperty("reason").GetString(), one.GetProperty("event").GetProperty("data").GetProperty("n").GetInt32()));

        await app.PutSpecAsync("principals", "shop", """{"type":"app","grants":[{"scopes":["events:publish","traces:read"],"team":"red"}]}""");
        var key = (await app.PostAsync("/api/keys", """{"principal":"shop"}""")).Json.GetProperty("key").GetString()!;
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync($"/api/dead-letters/{id}", key)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.SendAsync(HttpMethod.Delete, $"/api/dead-letters/{id}", null, key)).Status);

        Assert.Equal(HttpStatusCode.NoContent, (await app.SendAsync(HttpMethod.Delete, $"/api/dead-letters/{id}")).Status);
        await app.PutSpecAsync("subscriptions", "bad", """{"topic":"bad","start":"agents/demo"}""");
        var dry = (await app.PostAsync("/api/dead-letters/bulk", """{"verb":"redrive","filter":{"subscription":"bad"},"dryRun":true}""")).Json;
        Assert.Equal((2, 0), (dry.GetProperty("matched").GetInt32(), dry.GetProperty("done").GetInt32()));
        Assert.Equal(2, (await app.PostAsync("/api/dead-letters/bulk", """{"verb":"redrive","filter":{"subscription":"bad"}}""")).Json.GetProperty("done").GetInt32());
        Assert.Empty((await app.GetAsync("/api/dead-letters")).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(2, (await app.GetAsync("/api/runs")).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Hook_WithAStoredSecret_TakesItsSignatureAndNoOther()
    {
        await using var app = await StartAsync();
        const string Secret = """{"value":"shared-s3cret","hosts":["webhooks"]}""";
        await app.SendAsync(HttpMethod.Put, "/api/secrets/gh", Secret);
        await app.SendAsync(HttpMethod.Put, "/api/secrets/elsewhere", Secret.Replace("webhooks", "a.example", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Created, (await app.PutSpecAsync("subscriptions", "hook", """{"webhook":{"secretRef":"gh","scheme":"github"},"start":"agents/demo"}""")).Status);
        Assert.Equal("spec.webhook.secretRef", (await app.PutSpecAsync("subscriptions", "no", """{"webhook":{"secretRef":"elsewhere","scheme":"github"},"start":"agents/demo"}""")).Json.GetProperty("errors")[0].GetProperty("path").GetString());

        var signature = "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData("shared-s3cret"u8, Encoding.UTF8.GetBytes(Good)));
        var answer = await app.SendAsync(HttpMethod.Post, "/api/hooks/default/hook", Good, "", ("X-Hub-Signature-256", signature));
        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.DoesNotContain("run_", answer.Text, StringComparison.Ordinal);
        var refused = await app.SendAsync(HttpMethod.Post, "/api/hooks/default/hook", Good + " ", "", ("X-Hub-Signature-256", signature));
        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_signature"), (refused.Status, refused.Code));
        Assert.Equal(AnswerText.Without(refused.Text, []), AnswerText.Without((await app.SendAsync(HttpMethod.Post, "/api/hooks/default/unknown", Good, "", ("X-Hub-Signature-256", signature))).Text, []));
        Assert.Single((await app.GetAsync("/api/runs")).Json.GetProperty("items").EnumerateArray());
    }
}
