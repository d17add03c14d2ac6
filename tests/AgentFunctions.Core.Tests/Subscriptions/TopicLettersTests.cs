using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Events.Intake;
using AgentFunctions.Core.Events.Letters;
using AgentFunctions.Core.Identity;

namespace AgentFunctions.Core.Tests.Subscriptions;

/// <summary>Events of topics that the hub did not take, sent again: under the id and key that they would have had.</summary>
public sealed class TopicLettersTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TopicStream _hub = new();
    private EventProcess _process = null!;

    public async Task InitializeAsync() => _process = await new EventProcess(topics: _hub).DeclareAsync();

    public async Task DisposeAsync() => await _process.DisposeAsync();

    [Fact]
    public async Task Redrive_HubTakesMore_IsSentAsTheRelayWould()
    {
        _hub.Before = static _ => throw new DocumentLimitException("Too large.");
        await _process.PublishAsync("1", more: """ "subject":"order-1","agentfunctionsdepth":2,""", tenant: "far");
        await _process.RelayAsync("far");
        var id = Assert.Single(await ListAsync(_process)).Id;
        Assert.Equal("conflict", await RedriveAsync(_process, id));

        _hub.Before = null;
        Assert.Null(await RedriveAsync(_process, id));
        Assert.Empty(await ListAsync(_process));

        // The same event by the relay, from a process that owes it still.
        var sent = Assert.Single(_hub.Published);
        var (other, hub) = (new TopicStream(), "far");
        await using var process = await new EventProcess(topics: other).DeclareAsync();
        await process.PublishAsync("1", more: """ "subject":"order-1","agentfunctionsdepth":2,""", tenant: hub);
        await process.RelayAsync(hub);
        var relayed = Assert.Single(other.Published);
        Assert.Equal((relayed.Tenant, relayed.Event.Id, relayed.Event.Key, Convert.ToHexString(relayed.Event.Body.Span)), (sent.Tenant, sent.Event.Id, sent.Event.Key, Convert.ToHexString(sent.Event.Body.Span)));
    }

    [Fact]
    public async Task Redrive_NoEventOrNoHub_IsRefusedAndStays()
    {
        await using var without = await new EventProcess().DeclareAsync();
        foreach (var process in (EventProcess[])[_process, without])
        {
            foreach (var body in (string[])["x", "[]", "{}", """{"agentfunctionstenant":"far","agentfunctionstopic":"t"}"""])
            {
                await process.Get<IStreamDeadLetters>().KeepAsync(StreamNames.Topics, "default-1", "too_large", System.Text.Encoding.UTF8.GetBytes(body), None);
                Assert.Equal("conflict", await RedriveAsync(process, "default-1"));
            }

            Assert.Single(await ListAsync(process));
        }

        Assert.Empty(_hub.Published);
    }

    private static async Task<IReadOnlyList<StreamLetter>> ListAsync(EventProcess process) => (await process.Get<StreamLetters>().ListAsync(Actor.System(Tenants.Default), StreamNames.Topics, null, 50, null, None)).Value!.Items;

    private static async Task<string?> RedriveAsync(EventProcess process, string id) => (await process.Get<StreamLetters>().DoAsync(Actor.System(Tenants.Default), StreamNames.Topics, id, StreamLetterVerb.Redrive, None)).Error?.Code;
}
