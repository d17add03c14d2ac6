using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Events.Intake;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Subjects;
using AgentFunctions.Core.Tests.Approvals;
using AgentFunctions.Core.Tests.Subjects;

namespace AgentFunctions.Core.Tests.Subscriptions;

/// <summary>Events of topics on their way to a hub: at least once, as they were published, and nothing of it where there is no hub.</summary>
public sealed class TopicRelayTests : IAsyncLifetime
{
    private const string StartA = """{"topic":"orders","start":"agents/a"}""";
    private readonly TopicStream _hub = new();
    private EventProcess _process = null!;

    public async Task InitializeAsync() => _process = await new EventProcess(topics: _hub).DeclareAsync();

    public async Task DisposeAsync() => await _process.DisposeAsync();

    [Fact]
    public async Task Published_GoesOut_AsItWasWithItsTenantTopicAndTeam()
    {
        await _process.PublishAsync(team: "red", data: """{"text":"Grüße <&>"}""", more: """ "subject":"o-1","agentfunctionstopic":"elsewhere","agentfunctionstenant":"far","loud":true,""");

        await _process.RelayAsync();

        var (tenant, sent) = Assert.Single(_hub.Published);
        var json = Assert.Single(_hub.Events);
        Assert.Equal(Tenants.Default, tenant);
        Assert.Equal(("1", "/shop", "order.created", "1.0"), (Text(json, "id"), Text(json, "source"), Text(json, "type"), Text(json, "specversion")));
        Assert.Equal(("default", "orders", "red"), (Text(json, "agentfunctionstenant"), Text(json, "agentfunctionstopic"), Text(json, "agentfunctionsteam")));
        Assert.True(json.GetProperty("loud").GetBoolean());
        Assert.Equal("Grüße <&>", json.GetProperty("data").GetProperty("text").GetString());
        Assert.Equal(json.EnumerateObject().Count(), json.EnumerateObject().Select(static p => p.Name).Distinct().Count());
        Assert.StartsWith("default/", sent.Id, StringComparison.Ordinal);
        Assert.StartsWith("default/", sent.Key, StringComparison.Ordinal);
        Assert.Empty(await _process.OwedAsync());
    }

    [Fact]
    public async Task Repeat_IsOwedOnce_AndOfAnotherTenantIsAnotherEvent()
    {
        for (var i = 0; i < 3; i++) await _process.PublishAsync();
        await _process.PublishAsync(tenant: "far");

        await _process.RelayAsync();
        await _process.RelayAsync("far");
        await _process.RelayAsync();

        Assert.Equal([Tenants.Default, "far"], _hub.Published.Select(static p => p.Tenant));
        Assert.Equal(2, _hub.Published.Select(static p => p.Event.Id).Distinct().Count());
    }

    // What belongs together keeps its order: one key for a topic and subject, in every process.
    [Fact]
    public async Task Published_OfOneTopicAndSubject_HaveOneKeyAndTheirOrder()
    {
        for (var i = 0; i < 250; i++)
        {
            await _process.PublishAsync($"{i}", more: $""" "subject":"o-{i % 50}",""");
            _process.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        await _process.RelayAsync();

        Assert.Equal(Enumerable.Range(0, 250).Select(static i => $"{i}"), _hub.Ids);
        Assert.All(_hub.Published.GroupBy(static p => Text(JsonElement.Parse(p.Event.Body.Span), "subject")), static group => Assert.Single(group.Select(static p => p.Event.Key).Distinct()));
        Assert.InRange(_hub.Published.Select(static p => p.Event.Key).Distinct().Count(), 5, 16);
        Assert.Empty(await _process.OwedAsync());
    }

    [Fact]
    public async Task HubDown_EventIsTakenAllTheSame_AndGoesOutLater()
    {
        await _process.PutAsync("subscriptions", "one", StartA);
        _hub.Before = static _ => TopicStream.Down();
        await _process.PublishAsync();
        await _process.RelayAsync();
        Assert.Single(_process.Started);
        Assert.Empty(_hub.Published);

        // The event itself is gone by then; what is owed is not.
        _process.Time.Advance(TimeSpan.FromDays(8));
        _hub.Before = null;
        await _process.RelayAsync();

        Assert.Equal(["1"], _hub.Ids);
        Assert.Empty(await _process.OwedAsync());
    }

    [Fact]
    public async Task HubAnswerLost_IsSentAgainUnderTheSameId()
    {
        await _process.PublishAsync();
        _hub.After = TopicStream.Down;
        await _process.RelayAsync();
        _hub.After = null;
        await _process.RelayAsync();

        Assert.Equal(2, _hub.Published.Count);
        Assert.Single(_hub.Published.Select(static p => p.Event.Id).Distinct());
        Assert.Empty(await _process.OwedAsync());
    }

    [Fact]
    public async Task HubSlow_HoldsUpNobodyWhoPublishes()
    {
        var (reached, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        await _process.PublishAsync();
        _hub.Before = _ =>
        {
            reached.TrySetResult();
            return go.Task;
        };
        var relaying = _process.RelayAsync();
        await reached.Task;

        Assert.False((await _process.PublishAsync("2")).IsRepeat);
        go.SetResult();
        await relaying;
        await _process.RelayAsync();

        Assert.Equal(["1", "2"], _hub.Ids.Order());
        Assert.Empty(await _process.OwedAsync());
    }

    [Fact]
    public async Task TooLargeForTheHub_BecomesADeadLetterAndHoldsUpNobody()
    {
        foreach (var id in (string[])["1", "large", "3"]) await _process.PublishAsync(id);
        _hub.Before = static events => events.Any(static e => Encoding.UTF8.GetString(e.Body.Span).Contains("large", StringComparison.Ordinal)) ? throw new DocumentLimitException("Too large.") : Task.CompletedTask;

        await _process.RelayAsync();

        Assert.Equal(["1", "3"], _hub.Ids.Order());
        Assert.Empty(await _process.OwedAsync());
        var letter = Assert.Single((await _process.Inner.QueryAsync(DocumentStreamDeadLetters.Partition(StreamNames.Topics), new DocumentQuery(), CancellationToken.None)).Items);
        Assert.Matches("^d:default-[0-9a-f]{32}$", letter.Id);
    }

    // Nobody here listens; outside somebody may.
    [Fact]
    public async Task RunsAndApprovals_GoOutThoughNoSubscriptionListens()
    {
        await _process.PutAsync("subscriptions", "one", StartA);
        var run = (await _process.PublishAsync()).Takers.Single().RunId!;
        _process.Time.Advance(TimeSpan.FromMilliseconds(1));
        await _process.EndAsync(run);
        await _process.EndAsync(run);
        _process.Time.Advance(TimeSpan.FromMilliseconds(1));
        var asked = await _process.Get<IApprovals>().RequestAsync(ApprovalWorld.Request() with { Agent = "a" }, CancellationToken.None);
        Assert.True(asked.Error is null, asked.Error?.Message);

        await _process.RelayAsync();

        Assert.Equal(["order.created", "agentfunctions.run.completed", "agentfunctions.approval.requested"], _hub.Events.Select(static e => Text(e, "type")));
        Assert.Equal(["orders", "agentfunctions.runs", "agentfunctions.approvals"], _hub.Events.Select(static e => Text(e, "agentfunctionstopic")));
        Assert.DoesNotContain("refund", _hub.Events[2].GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoHub_NothingIsOwedAndNothingMoreIsWritten()
    {
        await using var process = await new EventProcess().DeclareAsync();
        var run = await RunAsync(process);
        var writes = 0;
        process.Store.BeforeWrite = (_, _) => Task.FromResult(++writes);
        var batches = 0;
        process.Store.AfterBatch = () => Task.FromResult(++batches);

        await process.PublishAsync("2", topic: "nobody");
        Assert.Equal((0, 1), (writes, batches));
        var before = await CountAsync(process);
        await process.EndAsync(run);

        Assert.Empty(await process.OwedAsync());
        Assert.Equal(before, await CountAsync(process));
        Assert.Null(process.Topics);
    }

    [Fact]
    public async Task Erased_IsNotSentAnyMore()
    {
        _hub.Before = static _ => TopicStream.Down();
        await _process.PublishAsync(more: """ "enduser":"Ann Smith",""");
        await _process.PublishAsync("2", more: """ "enduser":"Bob",""");

        // Her event went after its retention; what is owed of it did not.
        _process.Time.Advance(TimeSpan.FromDays(8));
        foreach (var data in _process.All<ISubjectData>()) await data.EraseAsync(new SubjectScope(Tenants.Default, SubjectNames.Fold("ann smith"), null), new CountingTally(), CancellationToken.None);
        _hub.Before = null;
        await _process.RelayAsync();

        Assert.Equal(["2"], _hub.Ids);
    }

    private static async Task<string> RunAsync(EventProcess process)
    {
        await process.PutAsync("subscriptions", "one", StartA);
        return (await process.PublishAsync()).Takers.Single().RunId!;
    }

    private static async Task<int> CountAsync(EventProcess process) =>
        (await process.Inner.QueryAsync(Core.Subscriptions.Publishing.EventDocuments.Partition(Tenants.Default), new DocumentQuery(), CancellationToken.None)).Items.Count;

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
