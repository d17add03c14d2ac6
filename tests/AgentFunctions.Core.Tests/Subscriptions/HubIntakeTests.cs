using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.States;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Subscriptions.Hubs;

namespace AgentFunctions.Core.Tests.Subscriptions;

/// <summary>What a hub delivers is published as a call of the API would: once, for whom it says; what is wrong is kept with why, and holds up nobody.</summary>
public sealed class HubIntakeTests : IAsyncLifetime
{
    private const string StartA = """{"topic":"orders","start":"agents/a"}""";
    private EventProcess _process = null!;

    public static TheoryData<string> Modes => ["structured", "batch", "cloudEvents:", "cloudEvents_", "ce_", "kafka", "kafka structured"];

    public async Task InitializeAsync()
    {
        _process = await new EventProcess().DeclareAsync();
        await _process.PutAsync("subscriptions", "one", StartA);
    }

    public async Task DisposeAsync() => await _process.DisposeAsync();

    // The same event by the API before and after is the same event, whatever its form.
    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Message_OfEveryMode_IsTheEventThatTheApiTakes(string mode)
    {
        var message = mode switch
        {
            "structured" => HubMessages.Structured("1", data: """{"n":1}"""),
            "batch" => HubMessages.Batch("1") with { Body = Encoding.UTF8.GetBytes("""[{"specversion":"1.0","id":"1","source":"/shop","type":"order.created","data":{"n":1}}]""") },
            "kafka" => HubMessages.Binary("1", "ce_", isBytes: true, """{"n":1}"""),
            "kafka structured" => HubMessages.Structured("1", data: """{"n":1}""", properties: ("content-type", "application/cloudevents+json; charset=UTF-8"u8.ToArray())) with { ContentType = null },
            _ => HubMessages.Binary("1", mode, data: """{"n":1}"""),
        };

        await TakeAsync(message);
        await TakeAsync(message);

        Assert.Empty(await HubMessages.LettersAsync(_process));
        var before = await _process.PublishAsync(data: """{"n":1}""");
        Assert.True(before.IsRepeat);
        Assert.Equal("one", Assert.Single(before.Takers).Subscription);
        Assert.Single(_process.Started);
    }

    [Fact]
    public async Task Binary_AttributesOfOtherTypes_AreTexts()
    {
        await _process.PutAsync("subscriptions", "one", """{"topic":"orders","filter":"event.time == '2026-01-02T03:04:05Z' && event.n == '7' && event.loud == 'true' && event.subject == 'Grüße' && event.dataschema == 'https://example.com/s' && event.datacontenttype == 'text/plain' && event.data == 'hello'","start":"agents/a"}""");
        var message = HubMessages.Binary("1", data: "hello");
        var properties = new Dictionary<string, object?>(message.Properties)
        {
            ["cloudEvents:time"] = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), ["cloudEvents:n"] = 7, ["cloudEvents:loud"] = true, ["cloudEvents:subject"] = "Grüße", ["cloudEvents:dataschema"] = new Uri("https://example.com/s"),
            ["cloudEvents:left"] = null, ["cloudEvents:datacontenttype"] = "text/plain",
        };

        await TakeAsync(message with { ContentType = null, Properties = properties });

        Assert.Empty(await HubMessages.LettersAsync(_process));
        Assert.Single(_process.Started);
    }

    // Nobody is behind a hub, so nobody is kept out of approvals; that it came by the hub is said.
    [Fact]
    public async Task Run_OfAnEventOfAHub_NamesTheHub()
    {
        await TakeAsync(HubMessages.Structured("1"));

        var run = (await _process.PublishAsync()).Takers.Single().RunId!;
        Assert.Equal(["hubs/events"], (await _process.Get<IRunWork>().FindAsync(Tenants.Default, run, CancellationToken.None))!.PublishedBy);
    }

    [Fact]
    public async Task Address_SaysTenantTopicAndTeam_AsPropertiesOrAttributes()
    {
        await _process.PutAsync("subscriptions", "far", """{"topic":"orders","team":"red","start":"agents/a"}""", "far");

        await TakeAsync(
            HubMessages.Structured("1", properties: [("tenant", "far"), ("Team", "red")]),
            HubMessages.Structured("2", topic: null, more: """ "agentfunctionstopic":"orders","agentfunctionstenant":"far","agentfunctionsteam":"red","""),
            HubMessages.Structured("3", more: """ "agentfunctionstopic":"orders","agentfunctionstenant":null,"""));

        Assert.Empty(await HubMessages.LettersAsync(_process));
        Assert.True((await _process.PublishAsync("1", team: "red", tenant: "far")).IsRepeat);
        Assert.Equal("far", Assert.Single((await _process.PublishAsync("2", team: "red", tenant: "far")).Takers).Subscription);
        Assert.Equal("one", Assert.Single((await _process.PublishAsync("3")).Takers).Subscription);
    }

    [Fact]
    public async Task Wrong_EachIsKeptOnceWithWhy_AndTheGoodOneIsPublished()
    {
        await _process.PublishAsync("used", data: """{"n":1}""");
        var binary = HubMessages.Binary("b");
        HubMessage[] wrong =
        [
            HubMessages.Of("no-type", "hello", null),
            HubMessages.Of("avro", "x", "application/cloudevents+avro", ("topic", "orders")),
            HubMessages.Of("no-json", "{", "application/cloudevents+json", ("topic", "orders")),
            HubMessages.Structured("no-topic", topic: null),
            HubMessages.Structured("reserved", topic: "AgentFunctions.runs"),
            HubMessages.Structured("topic", topic: "a b"),
            HubMessages.Structured("tenant", properties: ("tenant", "No/Tenant")),
            HubMessages.Structured("no-tenant", properties: ("tenant", "nobody")),
            HubMessages.Structured("system", properties: ("tenant", Tenants.System)),
            HubMessages.Structured("no-team", properties: ("team", "green")),
            HubMessages.Structured("torn", more: """ "agentfunctionstenant":"far",""", properties: ("tenant", "default")),
            HubMessages.Structured("number", more: """ "agentfunctionsteam":7,"""),
            HubMessages.Structured("used", data: """{"n":2}"""),
            HubMessages.Structured("large", data: $"\"{new string('x', 256 * 1024)}\""),
            binary with { Position = "twice", Properties = new Dictionary<string, object?>(binary.Properties) { ["ce_id"] = "c" } },
            binary with { Position = "no-text", Properties = new Dictionary<string, object?>(binary.Properties) { ["cloudEvents:n"] = new byte[] { 0xff } } },
            binary with { Position = "half", Properties = new Dictionary<string, object?>(binary.Properties) { ["cloudEvents:n"] = "\ud800", ["\ud800"] = "x" } },
            binary with { Position = "data", Properties = new Dictionary<string, object?>(binary.Properties) { ["cloudEvents:data"] = "x" } },
            binary with { Position = "bytes", Body = new byte[] { 0xff, 0xfe }, Properties = new Dictionary<string, object?>() },
        ];

        for (var i = 0; i < 2; i++) await TakeAsync([.. wrong, HubMessages.Structured("good")]);

        Assert.True((await _process.PublishAsync("good")).IsRepeat);
        var letters = (await HubMessages.LettersAsync(_process)).ToDictionary(static l => l.Position, static l => l.Letter);
        Assert.Equal(wrong.Select(static m => m.Position).Order(StringComparer.Ordinal), letters.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(2, _process.Started.Count);
        (string, string, string?)[] expected =
        [
            ("no-type", "unsupported_media_type", null), ("avro", "unsupported_media_type", null), ("no-topic", "invalid_request", "topic"), ("reserved", "invalid_request", "topic"), ("topic", "invalid_request", "topic"),
            ("tenant", "invalid_request", "tenant"), ("no-tenant", "not_found", "tenant"), ("system", "invalid_request", "tenant"), ("no-team", "not_found", "team"), ("torn", "invalid_request", "tenant"),
            ("number", "invalid_request", "agentfunctionsteam"), ("used", "idempotency_mismatch", "id"), ("large", "request_too_large", null), ("twice", "invalid_request", "ce_id"), ("no-text", "invalid_request", "cloudEvents:n"),
            ("half", "invalid_request", "cloudEvents:n"), ("data", "invalid_request", "cloudEvents:data"), ("bytes", "unsupported_media_type", null),
        ];
        Assert.All(expected, one => Assert.Equal(one, (one.Item1, letters[one.Item1].GetProperty("code").GetString()!, letters[one.Item1].TryGetProperty("param", out var param) ? param.GetString() : null)));

        // All that is needed to send it again.
        var torn = letters["torn"];
        Assert.Equal(("events", "application/cloudevents+json", "orders"), (torn.GetProperty("hub").GetString(), torn.GetProperty("contentType").GetString(), torn.GetProperty("properties").GetProperty("topic").GetString()));
        Assert.Equal("torn", JsonElement.Parse(torn.GetProperty("body").GetString()!).GetProperty("id").GetString());
        Assert.Equal([0xff, 0xfe], letters["bytes"].GetProperty("bodyBase64").GetBytesFromBase64());
    }

    [Theory]
    [InlineData("""{"specversion":"1.0","id":"2","source":"/shop","type":"order.created","agentfunctionstopic":"agentfunctions.runs"}""", "[1].topic")]
    [InlineData("""{"specversion":"1.0","id":"used","source":"/shop","type":"order.created","data":2}""", "[1].id")]
    [InlineData("""{"specversion":"1.0","id":"2","source":"/shop"}""", "[1].type")]
    public async Task Batch_OneWrong_RefusesAll(string second, string param)
    {
        await _process.PublishAsync("used");
        var batch = HubMessages.Of("b", $$"""[{"specversion":"1.0","id":"1","source":"/shop","type":"order.created"},{{second}}]""", "application/cloudevents-batch+json", second.Contains("topic", StringComparison.Ordinal) ? ("x", "y") : ("topic", "orders"));
        if (second.Contains("topic", StringComparison.Ordinal)) batch = batch with { Body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(batch.Body.Span).Replace("\"id\":\"1\"", "\"id\":\"1\",\"agentfunctionstopic\":\"orders\"", StringComparison.Ordinal)) };

        await TakeAsync(batch);

        Assert.Equal(param, Assert.Single(await HubMessages.LettersAsync(_process)).Letter.GetProperty("param").GetString());
        Assert.Single(_process.Started);
    }

    [Fact]
    public async Task Tenant_OutOfService_IsRefusedAsACallWouldBe()
    {
        var set = await _process.Get<ResourceStates>().SetAsync(Actor.System(Tenants.Default), ResourceKinds.Find("tenants")!, "far", new StateChange(OperatingState.Suspended, "unpaid", null), CancellationToken.None);
        Assert.True(set.Error is null, set.Error?.Message);
        _process.Time.Advance(TimeSpan.FromSeconds(5));

        await TakeAsync(HubMessages.Structured("1", properties: ("tenant", "far")), HubMessages.Structured("2"));

        var (position, letter) = Assert.Single(await HubMessages.LettersAsync(_process));
        Assert.Equal(("1", "suspended"), (position, letter.GetProperty("code").GetString()));
        Assert.Single(_process.Started);
    }

    [Fact]
    public async Task StoreDown_HasTheBatchDeliveredAgain_AndKeepsNoLetter()
    {
        _process.Store.Fails = true;
        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(async () => await TakeAsync(HubMessages.Structured("1")));

        // State that cannot be confirmed is no verdict on the message either.
        _process.Time.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(async () => await TakeAsync(HubMessages.Structured("2")));
        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(async () => await TakeAsync(HubMessages.Of("wrong", "{", "application/cloudevents+json")));

        _process.Store.Fails = false;
        Assert.Empty(await HubMessages.LettersAsync(_process));
        await TakeAsync(HubMessages.Structured("1"));
        Assert.Single(_process.Started);
    }

    [Fact]
    public async Task Defect_IsKeptAndHoldsUpNobody()
    {
        var operations = 0;
        _process.Store.Before = () => ++operations == 1 ? throw new InvalidOperationException("a defect") : Task.CompletedTask;

        await TakeAsync(HubMessages.Structured("1"), HubMessages.Structured("2"));

        var (position, letter) = Assert.Single(await HubMessages.LettersAsync(_process));
        Assert.Equal(("1", "internal_error"), (position, letter.GetProperty("code").GetString()));
        Assert.DoesNotContain("a defect", letter.GetRawText(), StringComparison.Ordinal);
        Assert.True((await _process.PublishAsync("2")).IsRepeat);
    }

    private async Task TakeAsync(params HubMessage[] messages) => await _process.Get<HubIntake>().TakeAsync("events", messages, CancellationToken.None);
}
