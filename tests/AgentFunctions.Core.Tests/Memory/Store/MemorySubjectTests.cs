using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Memory.Store.Writing;
using AgentFunctions.Core.Subjects;
using AgentFunctions.TestKit.Memory;

namespace AgentFunctions.Core.Tests.Memory.Store;

public sealed class MemorySubjectTests : IAsyncDisposable
{
    private static readonly SubjectScope Ann = new(MemoryWorld.Tenant, SubjectNames.Fold("ANN  Smith"), null);
    private readonly MemoryWorld _world = new();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Erase_LeavesNothingOfThePersonAnywhere_AndEverythingOfOthersAsItWas()
    {
        await FillOthersAsync();
        var before = await ContentAsync();
        await FillAsync();
        Assert.NotEqual(before, await ContentAsync());

        var erasure = await _world.Process.Erasures.EraseAsync(Ann, MemoryWorld.Operator, CancellationToken.None);

        Assert.Equal(before, await ContentAsync());
        Assert.True(erasure.Removed["memory"] >= 5);
        var documents = await MemoryInvariants.DocumentsAsync(_world.Documents, MemoryWorld.Tenant, MemoryWorld.Agent);
        Assert.DoesNotContain(documents.Values, static body => body.Contains("zeppelin", StringComparison.OrdinalIgnoreCase) || body.Contains("ann smith", StringComparison.OrdinalIgnoreCase));
        var found = await _world.SearchAsync("Where is the zeppelin of Ann Smith?");
        Assert.DoesNotContain(found.Hits.Concat(found.Warnings), static hit => hit.Record.Text.Contains("zeppelin", StringComparison.OrdinalIgnoreCase));
        Assert.Empty(await ExportAsync(Ann));
        await _world.VerifyAsync();
    }

    [Fact]
    public async Task Erase_IsRecorded_WithoutWhomItWas()
    {
        await FillAsync();
        var done = await _world.Process.Erasures.EraseAsync(Ann, MemoryWorld.Operator, CancellationToken.None);
        var listed = Assert.Single((await _world.Process.Erasures.ListAsync(MemoryWorld.Tenant, null, null, CancellationToken.None)).Value!.Items);
        Assert.Equal((done.Id, MemoryWorld.Operator, MemoryWorld.Start), (listed.Id, listed.By, listed.CompletedAt));
        var stored = await _world.Documents.QueryAsync(MemoryDocuments.ErasuresPartition(MemoryWorld.Tenant), new DocumentQuery(), CancellationToken.None);
        Assert.NotEmpty(stored.Items);
        Assert.All(stored.Items, static d => Assert.DoesNotContain("ann", d.Id + System.Text.Encoding.UTF8.GetString(d.Body.Span), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Erase_OfTwoWhoSaidTheSame_TakesOneAndLeavesTheOther()
    {
        var note = MemoryWorld.Note("The gateway was slow on Monday.") with { Subject = "gateway" };
        var ann = (await _world.WriteAsync(note with { Speaker = "Ann Smith" })).Id;
        var bob = (await _world.WriteAsync(note with { Speaker = "Bob" })).Id;
        await _world.Process.ConsolidateAsync();
        var before = await _world.GetAsync(bob);
        await _world.Process.Erasures.EraseAsync(Ann, MemoryWorld.Operator, CancellationToken.None);
        Assert.False(await _world.ExistsAsync(ann));
        Assert.Equal(MemoryRecordJson.ToBytes(before), MemoryRecordJson.ToBytes(await _world.GetAsync(bob)));
    }

    [Fact]
    public async Task Erase_TakesWhatWasTakenFromIt_ThroughEveryStepAndInCircles()
    {
        var one = (await _world.WriteAsync(MemoryWorld.Said("My zeppelin is red.") with { Speaker = "Ann Smith" })).Id!;
        var two = (await _world.WriteAsync(MemoryWorld.Note("There is a red airship.") with { Links = [new MemoryLink(MemoryLinkKind.DerivedFrom, one, 1)] })).Id!;
        var three = (await _world.WriteAsync(MemoryWorld.Note("Airships exist in red.") with { Links = [new MemoryLink(MemoryLinkKind.DerivedFrom, two, 1), new MemoryLink(MemoryLinkKind.RelatedTo, one, 1)] })).Id!;
        var related = (await _world.WriteAsync(MemoryWorld.Said("Red is a colour.") with { Links = [new MemoryLink(MemoryLinkKind.RelatedTo, three, 1)] })).Id!;
        await _world.Process.Erasures.EraseAsync(Ann, MemoryWorld.Operator, CancellationToken.None);
        Assert.Equal([related], (await _world.AllAsync()).Select(static r => r.Id));
        Assert.Empty((await _world.GetAsync(related)).Links);
        await _world.VerifyAsync();
    }

    [Fact]
    public async Task Export_HasRecordsAndVersionsOfThePersonAndNoneOfOthers()
    {
        await FillOthersAsync();
        await FillAsync();
        var items = await ExportAsync(Ann);
        Assert.Contains(items, static i => i.Kind == "record");
        Assert.Contains(items, static i => i.Kind == "version");
        Assert.All(items, static i => Assert.True(IsAnns(MemoryRecordJson.Read(System.Text.Encoding.UTF8.GetBytes(i.Content.GetRawText())))));
        Assert.Equal((await _world.AllAsync()).Count(IsAnns), items.Count(static i => i.Kind == "record"));
        Assert.Equal(items.Select(static i => i.Content.GetRawText()), (await ExportAsync(Ann)).Select(static i => i.Content.GetRawText()));
    }

    [Fact]
    public async Task Scope_OfAnAgentAndTeam_ReachesThatMemoryAlone()
    {
        string[] keys = ["a", MemoryAgents.KeyOf("a", "blue"), MemoryAgents.KeyOf("a", "red"), MemoryAgents.KeyOf("ab", "blue"), "b"];
        foreach (var key in keys) await WriteAsync(key);
        Assert.Equal(["a/blue"], (await ExportAsync(Ann with { Agent = "a", Team = "blue" })).Select(static i => i.Agent));
        Assert.Equal(["a", "a/blue", "a/red"], (await ExportAsync(Ann with { Agent = "a" })).Select(static i => i.Agent ?? "").Order(StringComparer.Ordinal));
        await _world.Process.Erasures.EraseAsync(Ann with { Agent = "a", Team = "blue" }, MemoryWorld.Operator, CancellationToken.None);
        Assert.Equal(["a", "a/red", "ab/blue", "b"], (await ExportAsync(Ann)).Select(static i => i.Agent ?? "").Order(StringComparer.Ordinal));
        await _world.Process.Erasures.EraseAsync(Ann with { TenantId = "other" }, MemoryWorld.Operator, CancellationToken.None);
        Assert.Equal(4, (await ExportAsync(Ann)).Count);

        async Task WriteAsync(string key) =>
            Assert.Equal(MemoryWriteStatus.Stored, (await _world.Process.Writer.WriteAsync(MemoryWorld.Tenant, key, [MemoryWorld.Said("My zeppelin is red.") with { Speaker = "Ann Smith" }], CancellationToken.None))[0].Status);
    }

    private static bool IsAnns(MemoryRecord record) => record.SubjectKey == Ann.Subject || (record.Speaker is { } speaker && SubjectNames.Fold(speaker) == Ann.Subject);

    /// <summary>Records about her and by her in every state, with versions.</summary>
    private async Task FillAsync()
    {
        await _world.WriteAllAsync(
            MemoryWorld.Said("I keep a zeppelin in the barn.") with { Speaker = "Ann Smith", SessionId = "s" }, MemoryWorld.Note("The zeppelin is red.") with { Subject = "ann  smith" },
            MemoryWorld.Note("The gateway has a zeppelin on it.") with { Subject = "gateway", Speaker = "ＡＮＮ Smith" });
        await _world.WriteAsync(MemoryWorld.Note("The zeppelin is red.", MemoryWorld.Operator) with { Subject = "Ann Smith" });
        await _world.KnowAsync("Ann Smith", "airship", "zeppelin one");
        await _world.KnowAsync("Ann Smith", "airship", "zeppelin two", MemoryWorld.Start.AddDays(1));
    }

    private async Task FillOthersAsync()
    {
        await _world.WriteAllAsync(MemoryWorld.Said("I keep a boat in the barn.") with { Speaker = "Bob", SessionId = "s" }, MemoryWorld.Note("The boat is red.") with { Subject = "Ann" }, MemoryWorld.Note("The gateway has a boat on it.") with { Subject = "gateway" });
        await _world.KnowAsync("Bob", "airship", "none");
    }

    /// <summary>All that is stored but for the numbers that changes are counted by.</summary>
    private async Task<List<string>> ContentAsync() =>
        [.. (await MemoryInvariants.DocumentsAsync(_world.Documents, MemoryWorld.Tenant, MemoryWorld.Agent)).Where(static d => d.Key != MemoryDocuments.HeadId && !d.Key.StartsWith("t:", StringComparison.Ordinal)).Select(static d => $"{d.Key} {d.Value}")];

    private async Task<List<SubjectItem>> ExportAsync(SubjectScope scope) => await _world.Process.Export.ReadAsync("memory", scope, CancellationToken.None).ToListAsync();
}
