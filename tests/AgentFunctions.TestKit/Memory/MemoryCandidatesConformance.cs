using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.TestKit.Documents;

namespace AgentFunctions.TestKit.Memory;

/// <summary>What every engine of candidates keeps to, over the store that holds the records.</summary>
public abstract class MemoryCandidatesConformance<THarness> : IAsyncLifetime
    where THarness : DocumentStoreHarness, new()
{
    private static readonly CancellationToken None = CancellationToken.None;

    protected THarness Harness { get; } = new();

    private IMemoryCandidates Candidates => field ??= Create(Harness);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => Harness.DisposeAsync().AsTask();

    protected abstract IMemoryCandidates Create(THarness harness);

    [Fact]
    public async Task Find_WordOfARecord_IsFoundInAnyForm()
    {
        await WriteAsync(Record("1") with { Text = "She went painting at the lakes." }, Record("2") with { Text = "Nothing of the sort." });
        Assert.Equal(["mem_1"], await FindAsync("go"));
        Assert.Equal(["mem_1"], await FindAsync("paint"));
        Assert.Equal(["mem_1"], await FindAsync("lake"));
    }

    [Fact]
    public async Task Find_RareWord_CountsMoreThanAFrequentOne()
    {
        await WriteAsync([.. Enumerable.Range(0, 20).Select(i => Record($"a{i:00}") with { Text = "the garden again today" }), Record("z") with { Text = "an orchid in the house" }]);
        var found = await FindAsync("garden", "orchid");
        Assert.Equal("mem_z", found[0]);
        Assert.Equal(21, found.Count);
    }

    [Fact]
    public async Task Find_FiledWords_AreFound()
    {
        await WriteAsync(Record("1") with { Subject = "Zoltan" }, Record("2") with { Tags = ["invoices"] }, Record("3") with { Speaker = "Beatrix" }, Record("4") with { Entities = ["éclair"] });
        Assert.Equal(["mem_1"], await FindAsync("zoltan"));
        Assert.Equal(["mem_2"], await FindAsync("invoice"));
        Assert.Equal(["mem_3"], await FindAsync("beatrix"));
        Assert.Equal(["mem_4"], await FindAsync("eclair"));
    }

    [Fact]
    public async Task Find_OtherTenantOrAgent_FindsNothing()
    {
        await WriteAsync(Record("1") with { Text = "secret" });
        Assert.Empty((await Candidates.FindAsync(Query("secret") with { Agent = "other" }, None)).Candidates);
        Assert.Empty((await Candidates.FindAsync(Query("secret") with { TenantId = "other" }, None)).Candidates);
        Assert.Empty(await Candidates.ReadRelatedAsync(new RelatedQuery { TenantId = "other", Agent = "a", States = [MemoryState.Active], Ids = ["mem_1"] }, None));
    }

    [Fact]
    public async Task Find_OtherAgentsRecords_ChangeNoScore()
    {
        await WriteAsync(Record("1") with { Text = "orchid garden" }, Record("2") with { Text = "garden" });
        var before = (await Candidates.FindAsync(Query("orchid", "garden"), None)).Candidates.Select(candidate => candidate.Lexical).ToList();
        await WriteAsync([.. Enumerable.Range(0, 30).Select(i => Record($"x{i}") with { Agent = "b", Text = "orchid orchid" })]);
        Assert.Equal(before, (await Candidates.FindAsync(Query("orchid", "garden"), None)).Candidates.Select(candidate => candidate.Lexical).ToList());
    }

    [Fact]
    public async Task Find_StateKindAndLabels_AreAppliedBeforeScoring()
    {
        await WriteAsync(
            Record("active"), Record("quarantined") with { State = MemoryState.Quarantined }, Record("superseded") with { State = MemoryState.Superseded }, Record("demoted") with { State = MemoryState.Demoted },
            Record("semantic") with { Kind = MemoryKind.Semantic }, Record("restricted") with { Label = new(Integrity.Trusted, Confidentiality.Restricted) },
            Record("untrusted") with { Label = new(Integrity.Untrusted, Confidentiality.Public) });
        var set = await Candidates.FindAsync(Query("word"), None);
        Assert.Equal(["mem_active", "mem_semantic", "mem_untrusted"], Ids(set));
        Assert.Equal((3, 3), (set.Statistics.Records, set.Statistics.Frequencies["word"]));
        Assert.Equal(["mem_semantic"], Ids(await Candidates.FindAsync(Query("word") with { Kinds = [MemoryKind.Semantic] }, None)));
        Assert.Equal(["mem_demoted", "mem_quarantined"], Ids(await Candidates.FindAsync(Query("word") with { States = [MemoryState.Demoted, MemoryState.Quarantined] }, None)));
        Assert.Equal(["mem_active", "mem_semantic"], Ids(await Candidates.FindAsync(Query("word") with { MinIntegrity = Integrity.Trusted }, None)));
        Assert.Contains("mem_restricted", Ids(await Candidates.FindAsync(Query("word") with { MaxConfidentiality = Confidentiality.Restricted }, None)));
        Assert.Equal(["mem_untrusted"], Ids(await Candidates.FindAsync(Query("word") with { MaxConfidentiality = Confidentiality.Public }, None)));
    }

    [Fact]
    public async Task Find_Subject_OnlyThatPersonsAndNobodysTakePart()
    {
        await WriteAsync(
            Record("said") with { Speaker = "Zoé  Adams" }, Record("about") with { Subject = "ZOÉ ADAMS", Speaker = "Kim" }, Record("nobody"), Record("bob") with { Speaker = "bob@example.com" }, Record("ofbob") with { Subject = "bob@example.com" },
            Record("theirs") with { Subject = "bob@example.com", Speaker = "zoé adams" });
        var set = await Candidates.FindAsync(Query("word") with { Subject = "zoé adams" }, None);
        Assert.Equal(["mem_about", "mem_nobody", "mem_said", "mem_theirs"], Ids(set));
        Assert.Equal((4, 4), (set.Statistics.Records, set.Statistics.Frequencies["word"]));
        Assert.Equal(["mem_bob", "mem_nobody", "mem_ofbob", "mem_theirs"], Ids(await Candidates.FindAsync(Query("word") with { Subject = "bob@example.com" }, None)));
        Assert.Equal(["mem_nobody"], Ids(await Candidates.FindAsync(Query("word") with { Subject = "x\" OR text : (word" }, None)));
        Assert.Equal(6, Ids(await Candidates.FindAsync(Query("word"), None)).Count);
        await Harness.Store.DeleteAsync(Partition("a"), "mem_said", null, None);
        await Harness.Store.UpsertAsync(Partition("a"), new DocumentWrite("mem_bob", MemoryRecordJson.ToBytes(Record("bob") with { Speaker = "Zoé Adams" })), None);
        Assert.Equal((4, "mem_bob"), ((await Candidates.FindAsync(Query("word") with { Subject = "zoé adams" }, None)).Statistics.Records, Ids(await Candidates.FindAsync(Query("word") with { Subject = "zoé adams" }, None))[1]));
    }

    [Fact]
    public async Task Find_SubjectByTimeAndRelated_OnlyThatPersonsAndNobodys()
    {
        var day = new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
        await WriteAsync([.. Enumerable.Range(0, 8).Select(i => Record($"{i}") with { SessionId = "s", Turn = i, OccurredAt = day.AddHours(i), Speaker = i % 2 == 0 ? "zoe" : "bob" })]);
        var query = Query() with { From = day, To = day.AddDays(1), Top = 4, Subject = "zoe" };
        Assert.Equal(["mem_0", "mem_2", "mem_4", "mem_6"], Ids(await Candidates.FindAsync(query, None)));
        var related = new RelatedQuery { TenantId = Harness.TenantId, Agent = "a", States = [MemoryState.Active], Turns = [new TurnRange("s", 0, 3)], Ids = ["mem_4", "mem_5"], Subject = "zoe" };
        Assert.Equal(["mem_0", "mem_2", "mem_4"], (await Candidates.ReadRelatedAsync(related, None)).Select(record => record.Id));
    }

    [Fact]
    public async Task Find_HeldAt_FindsVerifiedStatementsThatHeldThen()
    {
        var at = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        await WriteAsync(
            Past("held", at.AddDays(-1), at.AddHours(1).ToOffset(TimeSpan.FromHours(14))), Past("always", null, at.AddDays(9)), Past("ended", null, at), Past("later", at.AddTicks(1), at.AddDays(9)), Past("open", null, null),
            Past("unverified", null, at.AddDays(9)) with { Sources = Record("x").Sources }, Past("nothing", null, at.AddDays(9)) with { Value = null }, Past("restricted", null, at.AddDays(9)) with { Label = new(Integrity.Trusted, Confidentiality.Restricted) },
            Past("quarantined", null, at.AddDays(9)) with { State = MemoryState.Quarantined }, Past("forgotten", null, at.AddDays(9)) with { State = MemoryState.Forgotten }, Past("failed", null, at.AddDays(9)) with { Usefulness = new(0, 3) }, Record("now"));
        var set = await Candidates.FindAsync(Query("word") with { HeldAt = at }, None);
        Assert.Equal(["mem_always", "mem_held", "mem_now"], Ids(set));
        Assert.All(set.Candidates, static candidate => Assert.True(candidate.Lexical > 0));
        Assert.Equal((1, 1), (set.Statistics.Records, set.Statistics.Frequencies["word"]));
        Assert.Equal(["mem_now"], Ids(await Candidates.FindAsync(Query("word"), None)));
        Assert.Equal(["mem_now"], Ids(await Candidates.FindAsync(Query("word") with { HeldAt = at, Subject = "bob" }, None)));
        Assert.Equal(["mem_always", "mem_held", "mem_now"], Ids(await Candidates.FindAsync(Query("word") with { HeldAt = at, Subject = "lea" }, None)));
        Assert.Equal(["mem_now"], Ids(await Candidates.FindAsync(Query("word") with { HeldAt = at, Kinds = [MemoryKind.Episodic] }, None)));
        var related = new RelatedQuery { TenantId = Harness.TenantId, Agent = "a", States = [MemoryState.Active], Ids = ["mem_held", "mem_ended"] };
        Assert.Empty(await Candidates.ReadRelatedAsync(related, None));
        Assert.Equal(["mem_held"], (await Candidates.ReadRelatedAsync(related with { HeldAt = at }, None)).Select(record => record.Id));
        await Harness.Store.DeleteAsync(Partition("a"), "mem_now", null, None);
        Assert.Equal(["mem_always", "mem_held"], Ids(await Candidates.FindAsync(Query("word") with { HeldAt = at }, None)));
    }

    [Fact]
    public async Task Find_HeldAt_ManyOtherVersions_HideNoneThatHeld()
    {
        var day = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await WriteAsync([.. Enumerable.Range(0, 30).Select(i => Past($"{i:000}", day.AddDays(i), day.AddDays(i + 1))), Record("now")]);
        Assert.Equal(["mem_003", "mem_now"], Ids(await Candidates.FindAsync(Query("word") with { HeldAt = day.AddDays(3), Top = 3 }, None)));
    }

    [Fact]
    public async Task Find_ChangedDeletedAndExpired_AreAsTheyAreNow()
    {
        await WriteAsync(Record("1") with { Text = "orchid" }, Record("2") with { Text = "orchid" }, Record("3") with { Text = "orchid" });
        await Harness.Store.UpsertAsync(Partition("a"), new DocumentWrite("mem_1", MemoryRecordJson.ToBytes(Record("1") with { Text = "tulip" })), None);
        await Harness.Store.DeleteAsync(Partition("a"), "mem_2", null, None);
        await Harness.Store.UpsertAsync(Partition("a"), new DocumentWrite("mem_3", MemoryRecordJson.ToBytes(Record("3") with { Text = "orchid" }), TimeSpan.FromMinutes(1)), None);
        Assert.Equal(["mem_3"], await FindAsync("orchid"));
        Assert.Equal(["mem_1"], await FindAsync("tulip"));
        Harness.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Empty(await FindAsync("orchid"));
    }

    [Fact]
    public async Task Find_OtherDocuments_AreNoRecords()
    {
        await Harness.Store.UpsertAsync(Partition("a"), new DocumentWrite("use_1", MemoryRecordJson.ToBytes(Record("1"))), None);
        Assert.Empty(await FindAsync("word"));
    }

    [Fact]
    public async Task Find_Session_OnlyItsRecords()
    {
        await WriteAsync(Record("1") with { SessionId = "s1", Turn = 0 }, Record("2") with { SessionId = "s2", Turn = 0 }, Record("3"));
        Assert.Equal(["mem_2"], Ids(await Candidates.FindAsync(Query("word") with { SessionId = "s2" }, None)));
    }

    [Fact]
    public async Task Find_Time_FindsWhatOccurredThen()
    {
        var day = new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
        await WriteAsync(Record("1") with { OccurredAt = day.AddHours(3) }, Record("2") with { OccurredAt = day.AddDays(1) }, Record("3") with { OccurredAt = day.AddSeconds(-1) });
        Assert.Equal(["mem_1"], Ids(await Candidates.FindAsync(Query() with { From = day, To = day.AddDays(1) }, None)));
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("text:word")]
    [InlineData("word\" OR \"orchid")]
    [InlineData("NEAR(word orchid)")]
    [InlineData("*")]
    [InlineData("'; DROP TABLE documents; --")]
    [InlineData("\0")]
    public async Task Find_HostileTerm_IsText(string term)
    {
        await WriteAsync(Record("1") with { Text = "orchid" });
        Assert.Empty(await FindAsync(term));
        Assert.Equal(["mem_1"], await FindAsync("orchid"));
    }

    [Fact]
    public async Task ReadRelated_TurnsAndIds_OnceInOrder()
    {
        await WriteAsync([.. Enumerable.Range(0, 6).Select(i => Record($"{i}") with { SessionId = "s", Turn = i }), Record("x"), Record("hidden") with { SessionId = "s", Turn = 2, State = MemoryState.Quarantined }]);
        var found = await Candidates.ReadRelatedAsync(
            new RelatedQuery { TenantId = Harness.TenantId, Agent = "a", States = [MemoryState.Active], Turns = [new TurnRange("s", 1, 3), new TurnRange("s", 3, 4)], Ids = ["mem_2", "mem_x", "mem_none"] }, None);
        Assert.Equal(["mem_x", "mem_1", "mem_2", "mem_3", "mem_4"], found.Select(record => record.Id));
    }

    protected MemoryRecord Record(string id) => new()
    {
        Id = "mem_" + id,
        TenantId = Harness.TenantId,
        Agent = "a",
        Kind = MemoryKind.Episodic,
        Text = "word",
        Label = new ContentLabel(Integrity.Trusted, Confidentiality.Internal),
        Sources = [new MemorySource(MemorySourceKind.Written, "principals/p", null, null, true)],
        OccurredAt = Harness.Time.GetUtcNow(),
        CreatedAt = Harness.Time.GetUtcNow(),
    };

    private MemoryRecord Past(string id, DateTimeOffset? from, DateTimeOffset? to) => Record(id) with
    {
        Kind = MemoryKind.Semantic, State = MemoryState.Superseded, Subject = "Lea", Attribute = "city", Value = id, ValidFrom = from, ValidTo = to, Sources = [new MemorySource(MemorySourceKind.Approved, "principals/p", null, null, true)],
    };

    protected async Task WriteAsync(params MemoryRecord[] records)
    {
        foreach (var record in records)
            Assert.True((await Harness.Store.CreateAsync(Partition(record.Agent), new DocumentWrite(record.Id, MemoryRecordJson.ToBytes(record)), None)).IsOk);
    }

    private CandidateQuery Query(params string[] terms) => new() { TenantId = Harness.TenantId, Agent = "a", Terms = terms, States = [MemoryState.Active] };

    private async Task<List<string>> FindAsync(params string[] terms) => [.. (await Candidates.FindAsync(Query(terms), None)).Candidates.Select(candidate => candidate.Record.Id)];

    private static List<string> Ids(CandidateSet set) => [.. set.Candidates.Select(candidate => candidate.Record.Id).Order(StringComparer.Ordinal)];

    private DocumentPartition Partition(string agent) => new(DocumentContainer.Memory, Harness.TenantId, agent);
}
