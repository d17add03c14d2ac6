using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Cloud.Tests.Memory;

/// <summary>Records that are near without a word in common, and what their vectors are kept by.</summary>
public sealed class CosmosMemoryVectorTests : IAsyncDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly CosmosMemoryWorld _world = new();

    private DocumentPartition Partition => new(DocumentContainer.Memory, _world.Tenant, CosmosMemoryWorld.Agent);

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Search_NoWordInCommon_IsFoundByNearness()
    {
        var ferry = await _world.WriteAsync("The ferry leaves at nine each morning.");
        await _world.WriteAsync("The candle was left burning near the curtain.");
        Assert.Empty((await _world.SearchAsync("boat timetable?")).Hits);
        await _world.GiveVectorsAsync();
        var hit = Assert.Single((await _world.SearchAsync("boat timetable?")).Hits);
        Assert.Equal(ferry, hit.Record.Id);
        Assert.Contains(hit.Signals, static signal => signal.Name == "similarity" && signal.Value > 0.9);
    }

    [Fact]
    public async Task Find_WordsAndVector_GivesTheBestOfBothUnderTheFilter()
    {
        var (ferry, oven, orchid) = (await _world.WriteAsync("The ferry leaves at nine."), await _world.WriteAsync("The oven needs a repair."), await _world.WriteAsync("An orchid stands by the window."));
        await _world.GiveVectorsAsync();
        var query = new CandidateQuery { TenantId = _world.Tenant, Agent = CosmosMemoryWorld.Agent, Terms = ["repair"], States = [MemoryState.Active], Vector = _world.Embedder.Of("boat"), VectorModel = "axes" };
        var found = await _world.Harness.OpenCandidates().FindAsync(query, None);
        Assert.Equal(oven, found.Candidates[0].Record.Id);
        Assert.True(found.Candidates[0].Lexical > 0);
        Assert.Equal(ferry, found.Candidates.OrderByDescending(static one => one.Similarity).First().Record.Id);
        Assert.Contains(found.Candidates, one => one.Record.Id == orchid && one is { Lexical: 0, Similarity: < 0.2 });
        Assert.Equal((3, 1), (found.Statistics.Records, found.Statistics.Frequencies["repair"]));
        Assert.Empty((await _world.Harness.OpenCandidates().FindAsync(query with { MaxConfidentiality = Confidentiality.Public }, None)).Candidates);
        Assert.Empty((await _world.Harness.OpenCandidates().FindAsync(query with { Agent = "other" }, None)).Candidates);
    }

    [Fact]
    public async Task Find_VectorForSomebody_IsNearTheirsAndNobodysAlone()
    {
        var (anns, nobodys) = (await _world.WriteAsync("The ferry leaves at nine.", "Ann Smith"), await _world.WriteAsync("The boat is blue."));
        await _world.WriteAsync("The ferry leaves at ten.", "Bob");
        await _world.GiveVectorsAsync();
        var query = new CandidateQuery { TenantId = _world.Tenant, Agent = CosmosMemoryWorld.Agent, Terms = [], States = [MemoryState.Active], Vector = _world.Embedder.Of("boat"), VectorModel = "axes", Subject = "ann smith" };
        Assert.Equal(new[] { anns, nobodys }.Order(StringComparer.Ordinal), (await _world.Harness.OpenCandidates().FindAsync(query, None)).Candidates.Select(static one => one.Record.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Find_VectorOfAnotherModelOrLength_IsNearNothing()
    {
        await _world.WriteAsync("The ferry leaves at nine.");
        await _world.GiveVectorsAsync();
        var query = new CandidateQuery { TenantId = _world.Tenant, Agent = CosmosMemoryWorld.Agent, Terms = ["ferry"], States = [MemoryState.Active], Vector = _world.Embedder.Of("boat"), VectorModel = "another" };
        Assert.Null(Assert.Single((await _world.Harness.OpenCandidates().FindAsync(query, None)).Candidates).Similarity);
        Assert.Empty((await _world.Harness.OpenCandidates().FindAsync(query with { Terms = [] }, None)).Candidates);
        Assert.Null(Assert.Single((await _world.Harness.OpenCandidates().FindAsync(query with { VectorModel = "axes", Vector = new float[5] }, None)).Candidates).Similarity);
    }

    [Fact]
    public async Task GiveVectors_EachTextOnceForEachModel()
    {
        await _world.WriteAsync("The ferry leaves at nine.");
        await _world.WriteAsync("The oven needs a repair.");
        await _world.GiveVectorsAsync();
        await _world.GiveVectorsAsync();
        Assert.Equal(2, _world.Embedder.Texts);
        _world.Embedder.Model = "later";
        await _world.GiveVectorsAsync();
        Assert.Equal(4, _world.Embedder.Texts);
    }

    [Fact]
    public async Task GiveVectors_OfALengthTheIndexDoesNotTake_AreNotKept()
    {
        var id = await _world.WriteAsync("The ferry leaves at nine.");
        _world.Embedder.Dimensions = 4;
        await _world.GiveVectorsAsync();
        Assert.Null((await _world.GetAsync(id)).Vector);
        _world.Embedder.Model = null;
        await _world.GiveVectorsAsync();
        Assert.Null((await _world.GetAsync(id)).Vector);
    }

    [Fact]
    public async Task Vector_OutlivesAChangeOfTheRecord_AndIsNoPartOfAnExport()
    {
        var id = await _world.WriteAsync("The ferry leaves at nine.", "Ann Smith");
        await _world.GiveVectorsAsync();
        var record = await _world.GetAsync(id);
        Assert.Equal(_world.Embedder.Of(record.Text), record.Vector!.Values!);
        await _world.Harness.Store.ReplaceAsync(Partition, new DocumentWrite(id, MemoryRecordJson.ToBytes(record with { Uses = 7 })), null, None);
        var later = await _world.GetAsync(id);
        Assert.Equal((7L, "axes"), (later.Uses, later.Vector!.Model));
        Assert.Equal(record.Vector.Values, later.Vector.Values);
        await foreach (var item in _world.Export.ReadAsync("memory", new SubjectScope(_world.Tenant, SubjectNames.Fold("Ann Smith"), null), None)) Assert.DoesNotContain("vector", item.Content.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erase_LeavesNothingInAnyItem()
    {
        await _world.WriteAsync("Bob waters the orchid.", "Bob");
        await _world.WriteAsync("The zeppelin ferry leaves at nine.", "Ann Smith");
        await _world.GiveVectorsAsync();
        Assert.Contains(_world.Harness.Account.Everything(), static item => item.Contains("zeppelin", StringComparison.OrdinalIgnoreCase) && item.Contains("embedding", StringComparison.Ordinal));
        await _world.Erasures.EraseAsync(new SubjectScope(_world.Tenant, SubjectNames.Fold("Ann Smith"), null), "principals/ops", None);
        Assert.DoesNotContain(_world.Harness.Account.Everything(), static item => item.Contains("zeppelin", StringComparison.OrdinalIgnoreCase) || item.Contains("ann", StringComparison.OrdinalIgnoreCase));
        Assert.Single((await _world.SearchAsync("Who waters the orchid?")).Hits);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("subject")]
    [InlineData("vector.model")]
    public async Task Patch_OfWhatTheIndexIsMadeOf_IsRefused(string path)
    {
        var id = await _world.WriteAsync("The ferry leaves at nine.");
        var refused = await Assert.ThrowsAsync<DocumentLimitException>(async () => await _world.Harness.Store.PatchAsync(Partition, id, [new PatchOperation.SetValue(path, "x")], null, None));
        Assert.Contains($"'{path}'", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DocumentLimitException>(async () => await _world.Harness.Store.ExecuteBatchAsync(Partition, [new BatchOperation.Patch(id, [new PatchOperation.SetValue(path, "x")])], None));
        Assert.True((await _world.Harness.Store.PatchAsync(Partition, id, [new PatchOperation.Increment("uses", 1)], null, None)).IsOk);
    }
}
