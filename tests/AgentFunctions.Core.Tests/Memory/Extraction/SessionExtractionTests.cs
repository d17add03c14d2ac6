using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Extraction;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Sessions;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Core.Tests.Memory.Store;
using AgentFunctions.TestKit.Memory;

namespace AgentFunctions.Core.Tests.Memory.Extraction;

public sealed class SessionExtractionTests : IAsyncDisposable
{
    private static readonly SessionBinding Session = new(MemoryWorld.Tenant, MemoryWorld.Agent, null, "s");
    private readonly MemoryWorld _world = new(static o => o.ExtractFromSessions = true);
    private int _messages;

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task WhatPeopleSay_WaitsInQuarantineWithItsSource()
    {
        await SayAsync("My home city is Oslo. We decided to ship on Monday.", "Ann");
        await _world.Process.ExtractAsync();
        var records = await _world.AllAsync();
        Assert.Equal(2, records.Count);
        var city = Assert.Single(records, static r => r.Attribute == "home city");
        Assert.Equal((MemoryState.Quarantined, MemoryKind.Semantic, "Ann", "Ann", "Oslo", "s"), (city.State, city.Kind, city.Subject, city.Speaker, city.Value, city.SessionId));
        Assert.Equal(new MemorySource(MemorySourceKind.Extracted, MemoryWorld.Own, "sessions/s/messages/1", null, true), Assert.Single(city.Sources));
        Assert.Empty((await _world.SearchAsync("home city of Ann")).Hits);
        await _world.VerifyAsync();
    }

    [Fact]
    public async Task OnlyNewMessagesAreRead_AndReadAgainTheyChangeNothing()
    {
        await SayAsync("My home city is Oslo.", "Ann");
        await _world.Process.ExtractAsync();
        var before = await DocumentsAsync();
        await _world.Process.ExtractAsync();
        Assert.Equal(before, await DocumentsAsync());

        // How far it had read is lost: everything is read again.
        foreach (var id in before.Keys.Where(static id => id.StartsWith("e:", StringComparison.Ordinal))) await _world.Documents.DeleteAsync(MemoryDocuments.Partition(MemoryWorld.Tenant, MemoryWorld.Agent), id, null, CancellationToken.None);
        await _world.Process.ExtractAsync();
        Assert.Equal(before, await DocumentsAsync());
        await SayAsync("My office city is Rome.", "Ann");
        await _world.Process.ExtractAsync();
        Assert.Equal(["Oslo", "Rome"], (await _world.AllAsync()).Select(static r => r.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task NobodyKnown_AssistantsAndTools_AreNotRead()
    {
        await SayAsync("My home city is Oslo.", null);
        await SayAsync("My home city is Oslo.", "Ann", "assistant");
        await SayAsync("My home city is Oslo.", "Ann", "system");
        await SayAsync(RecalledText.Mark("My home city is Oslo."), "Ann");
        await _world.Process.ExtractAsync();
        Assert.Empty(await _world.AllAsync());
    }

    [Fact]
    public async Task WhatTheSessionWasGiven_IsNotTakenForNew()
    {
        var id = (await _world.WriteAsync(MemoryWorld.Said("My home city is Oslo and has a fjord.") with { Speaker = "Ann" })).Id!;
        await _world.Process.Uses.NoteAsync(MemoryWorld.Tenant, MemoryWorld.Agent, null, "s", MemoryWorld.Own, [id], CancellationToken.None);
        await SayAsync("My home city is Oslo and has a fjord.", "Ann");
        await _world.Process.ExtractAsync();
        Assert.Equal([id], (await _world.AllAsync()).Select(static r => r.Id));
    }

    [Fact]
    public async Task TwoPeopleThroughTheAgentsOwnKey_AreNoTwoSources_AnOperatorIs()
    {
        await SayAsync("The port of gateway is 8080.", "Ann");
        await SayAsync("The port of gateway is 8080.", "Bob");
        await _world.Process.ExtractAsync();
        await _world.Process.ConsolidateAsync();
        Assert.All(await _world.AllAsync(), static r => Assert.Equal(MemoryState.Quarantined, r.State));
        await SayAsync("The port of gateway is 8080.", "Ann", by: "operator/ops");
        await _world.Process.ExtractAsync();
        Assert.Equal("Ann", Assert.Single(await _world.AllAsync(), static r => r.State == MemoryState.Active).Speaker);
    }

    [Fact]
    public async Task Untrusted_StaysSo()
    {
        await SayAsync("The port of gateway is 8080.", "Ann", label: MemoryWorld.Untrusted);
        await SayAsync("The port of gateway is 8080.", "Ann", by: "operator/ops", label: MemoryWorld.Untrusted);
        await _world.Process.ExtractAsync();
        var record = Assert.Single(await _world.AllAsync());
        Assert.Equal((MemoryState.Quarantined, Integrity.Untrusted, false), (record.State, record.Label.Integrity, record.Sources.Any(static s => s.IsTrusted)));
    }

    [Fact]
    public async Task LikingsAndAllergies_StandBesideEachOther_AndADislikeTakesThePlaceOfALiking()
    {
        foreach (var text in (string[])["I like tea. I like figs. I'm allergic to nuts. I'm allergic to milk.", "I hate figs."])
        {
            await SayAsync(text, "Ann");
            await SayAsync(text, "Ann", by: "operator/ops");
            _world.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await _world.Process.ExtractAsync();
        var active = (await _world.AllAsync()).Where(static r => r.State == MemoryState.Active).Select(static r => r.Text).Order(StringComparer.Ordinal);
        Assert.Equal(["I hate figs.", "I like tea.", "I'm allergic to milk.", "I'm allergic to nuts."], active);
        await _world.VerifyAsync();
    }

    [Fact]
    public async Task SwitchedOff_NothingIsRead()
    {
        await using var world = new MemoryWorld();
        await world.Process.Messages.AppendAsync(Session, [DraftOf("My home city is Oslo.", "Ann", "user", "agent/a", MemoryWorld.Trusted)], CancellationToken.None);
        await world.Process.ExtractAsync();
        Assert.Empty(await world.AllAsync());
    }

    [Fact]
    public async Task KilledAtAnyOperation_ReadsEveryFactOnce()
    {
        for (var kill = 0; ; kill++)
        {
            await using var world = new MemoryWorld(static o => o.ExtractFromSessions = true);
            await world.Process.Messages.AppendAsync(Session, [DraftOf("My home city is Oslo. I like tea.", "Ann", "user", "agent/a", MemoryWorld.Trusted)], CancellationToken.None);
            await using var killed = new MemoryProcess(world.Documents, world.Time, static o => o.ExtractFromSessions = true, null, MemoryWorld.Tenant);
            killed.Store.Arm(kill, isDone: kill % 2 == 0);
            var wasKilled = false;
            try
            {
                await killed.ExtractAsync();
            }
            catch (DocumentStoreUnavailableException)
            {
                wasKilled = true;
            }

            await world.Process.ExtractAsync();
            Assert.Equal(["I like tea.", "My home city is Oslo."], (await world.AllAsync()).Select(static r => r.Text).Order(StringComparer.Ordinal));
            Assert.All(await world.AllAsync(), static r => Assert.Equal(1, r.Version));
            await world.VerifyAsync();
            if (!wasKilled) return;
        }
    }

    private async Task SayAsync(string text, string? person, string role = "user", string by = "agent/a", ContentLabel? label = null) =>
        Assert.Null((await _world.Process.Messages.AppendAsync(Session, [DraftOf(text, person, role, by, label ?? MemoryWorld.Trusted)], CancellationToken.None)).Error);

    private MessageDraft DraftOf(string text, string? person, string role, string by, ContentLabel label) =>
        new($"m{_messages++}", JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["role"] = role, ["content"] = text }), label, by, person);

    private Task<SortedDictionary<string, string>> DocumentsAsync() => MemoryInvariants.DocumentsAsync(_world.Documents, MemoryWorld.Tenant, MemoryWorld.Agent);
}
