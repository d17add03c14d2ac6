using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Embedded.Documents;
using AgentFunctions.Embedded.Memory;
using AgentFunctions.Embedded.Tests.Documents;
using AgentFunctions.TestKit.Memory;

namespace AgentFunctions.Embedded.Tests.Memory;

public sealed class SqliteMemoryCandidatesTests : MemoryCandidatesConformance<SqliteStoreHarness>
{
    private static readonly DocumentPartition Partition = new(DocumentContainer.Memory, "t", "a");

    protected override IMemoryCandidates Create(SqliteStoreHarness harness) => new SqliteMemoryCandidates((SqliteDocumentStore)harness.Store, harness.Time);

    [Fact]
    public async Task Compact_LeavesNoWordOfWhatWasRemoved_AndFindsTheRest()
    {
        var candidates = Create(Harness);
        for (var i = 0; i < 200; i++) await Harness.Store.CreateAsync(Partition, new DocumentWrite($"mem_{i}", MemoryRecordJson.ToBytes(Record(i, i % 50 == 7 ? "zeppelin" : "parcel"))), CancellationToken.None);
        for (var i = 7; i < 200; i += 50) await Harness.Store.DeleteAsync(Partition, $"mem_{i}", null, CancellationToken.None);
        Assert.True(await BlocksWithAsync("zeppelin") > 0);

        await candidates.CompactAsync(CancellationToken.None);
        await candidates.CompactAsync(CancellationToken.None);

        Assert.Equal(0, await BlocksWithAsync("zeppelin"));
        var query = new CandidateQuery { TenantId = "t", Agent = "a", States = [MemoryState.Active], Terms = ["parcel"], Top = 500 };
        Assert.Equal(196, (await candidates.FindAsync(query, CancellationToken.None)).Candidates.Count);
    }

    private static MemoryRecord Record(int number, string word) => new()
    {
        Id = $"mem_{number}",
        TenantId = "t",
        Agent = "a",
        Kind = MemoryKind.Episodic,
        Text = $"The {word} came at {number}.",
        Label = new ContentLabel(Integrity.Trusted, Confidentiality.Internal),
        Sources = [new MemorySource(MemorySourceKind.Written, "principals/p", null, null, true)],
        OccurredAt = DateTimeOffset.UnixEpoch,
        CreatedAt = DateTimeOffset.UnixEpoch,
    };

    /// <summary>Blocks of the lists of words that hold a text.</summary>
    private ValueTask<long> BlocksWithAsync(string text) => ((SqliteDocumentStore)Harness.Store).File(StorePurpose.Memory).ReadAsync(
        connection => connection.QueryInt64($"SELECT count(*) FROM memory_text_data WHERE instr(block, CAST('{text}' AS BLOB)) > 0"), CancellationToken.None);
}
