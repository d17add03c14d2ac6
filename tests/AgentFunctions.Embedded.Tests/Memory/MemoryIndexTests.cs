using System.Globalization;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Embedded.Documents;
using AgentFunctions.Embedded.Memory;
using AgentFunctions.Embedded.Tests.Backups;
using AgentFunctions.Embedded.Tests.Documents;
using AgentFunctions.Embedded.Tests.Resources;
using Microsoft.Data.Sqlite;

namespace AgentFunctions.Embedded.Tests.Memory;

/// <summary>An index of memory that is made anew, taken over from another version or restored from a backup is the one it was: the same records, scores and order for every query.</summary>
public sealed class MemoryIndexTests : RestoreTestBase
{
    private const string Tenant = "default";
    private const int Records = 400;
    private static readonly string[] Words = "river garden candle letter orchid window paint travel guitar bread museum doctor winter bicycle photo market".Split(' ');
    private static readonly string[] People = ["Ann", "Bob", "Cleo"];

    [Theory]
    [InlineData("DROP TABLE memory_index")]
    [InlineData("UPDATE memory_index SET version = 0")]
    [InlineData("DROP TABLE memory_text; DROP TRIGGER memory_added; DROP TABLE memory_index")]
    public async Task Open_IndexMissingOrOfAnotherVersion_IsMadeAsItWas(string damage)
    {
        List<string> before;
        await using (var host = await ControlHost.OpenAsync(Folder.Data, Time))
        {
            await FillAsync(host.Store);
            before = await ResultsAsync(host.Store);
        }

        await ExecuteAsync(damage);
        await using var store = TestStores.Create(Folder.Data, Time);
        Assert.Equal(before, await ResultsAsync(store));
        await ChangeAsync(store, 7);
        Assert.NotEqual(before, await ResultsAsync(store));
    }

    [Fact]
    public async Task Restore_AfterManyChanges_FindsWhatWasFoundBefore()
    {
        List<string> before;
        await using (var host = await ControlHost.OpenAsync(Folder.Data, Time))
        {
            await FillAsync(host.Store);
            before = await ResultsAsync(host.Store);
            await BackUpAsync();
            await ChangeAsync(host.Store, 8);
            Assert.NotEqual(before, await ResultsAsync(host.Store));
        }

        await RestoreAsync();
        await using (var copy = TestStores.Create(Folder.Data, Time)) Assert.Equal(before, await ResultsAsync(copy));
        await ExecuteAsync("DROP TABLE memory_index");
        await using var rebuilt = TestStores.Create(Folder.Data, Time);
        Assert.Equal(before, await ResultsAsync(rebuilt));
    }

    private async Task FillAsync(IDocumentStore store)
    {
        var random = new Random(20261127);
        for (var i = 0; i < Records; i++) await PutAsync(store, Record(random, i));
        await ChangeAsync(store, 1);
    }

    /// <summary>Other states, other texts, and some are gone: what triggers did one by one.</summary>
    private async Task ChangeAsync(IDocumentStore store, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < Records; i += 3)
        {
            var id = random.Next(Records);
            if (random.Next(4) == 0) await store.DeleteAsync(Partition(id), IdOf(id), null, None);
            else await PutAsync(store, Record(random, id));
        }
    }

    private static async Task PutAsync(IDocumentStore store, MemoryRecord record) =>
        Assert.True((await store.UpsertAsync(new DocumentPartition(DocumentContainer.Memory, Tenant, record.Agent), new DocumentWrite(record.Id, MemoryRecordJson.ToBytes(record)), None)).IsOk);

    private MemoryRecord Record(Random random, int id) => new()
    {
        Id = IdOf(id),
        TenantId = Tenant,
        Agent = AgentOf(id),
        Kind = (MemoryKind)random.Next(2),
        State = random.Next(4) == 0 ? MemoryState.Quarantined : MemoryState.Active,
        Text = string.Join(' ', Enumerable.Range(0, random.Next(3, 12)).Select(_ => Words[random.Next(Words.Length)])),
        Label = new ContentLabel((Integrity)random.Next(2), (Confidentiality)random.Next(2)),
        Sources = [new MemorySource(MemorySourceKind.Written, "principals/p", null, null, true)],
        Speaker = People[random.Next(People.Length)],
        Tags = random.Next(3) == 0 ? [Words[random.Next(Words.Length)]] : [],
        SessionId = $"s{id / 20}",
        Turn = id % 20,
        OccurredAt = Time.GetUtcNow().AddDays(-random.Next(100)),
        CreatedAt = Time.GetUtcNow(),
    };

    /// <summary>Candidates with their scores and the counts behind them, and whole searches, in order.</summary>
    private async Task<List<string>> ResultsAsync(IDocumentStore store)
    {
        var candidates = new SqliteMemoryCandidates((SqliteDocumentStore)store, Time);
        var search = new MemorySearch(candidates, Time, MemorySearchWeights.Default);
        var results = new List<string>();
        for (var i = 0; i < Words.Length; i++)
        {
            foreach (var agent in new[] { AgentOf(0), AgentOf(1) })
            {
                string[] terms = [Words[i], Words[(i + 5) % Words.Length]];
                var found = await candidates.FindAsync(new CandidateQuery { TenantId = Tenant, Agent = agent, Terms = terms, States = [MemoryState.Active], From = Time.GetUtcNow().AddDays(-9), Top = 50 }, None);
                results.Add(string.Create(CultureInfo.InvariantCulture, $"{agent} {found.Statistics.Records} {found.Statistics.AverageWords:R} {found.Statistics.Frequencies[terms[0]]}: {string.Join(' ', found.Candidates.Select(static one => FormattableString.Invariant($"{one.Record.Id}={one.Lexical:R}")))}"));
                var theirs = await candidates.FindAsync(new CandidateQuery { TenantId = Tenant, Agent = agent, Terms = terms, States = [MemoryState.Active], Subject = "ann", From = Time.GetUtcNow().AddDays(-9), Top = 50 }, None);
                Assert.All(theirs.Candidates, static one => Assert.Equal("Ann", one.Record.Speaker));
                results.Add(FormattableString.Invariant($"{theirs.Statistics.Records} {theirs.Statistics.AverageWords:R}: {string.Join(' ', theirs.Candidates.Select(static one => FormattableString.Invariant($"{one.Record.Id}={one.Lexical:R}")))}"));
                var hits = (await search.SearchAsync(new MemorySearchRequest { TenantId = Tenant, Agent = agent, Query = $"What did {People[i % 3]} say of the {terms[0]} and {terms[1]}?" }, None)).Hits;
                results.Add(string.Join(' ', hits.Select(static hit => FormattableString.Invariant($"{hit.Record.Id}={hit.Score:R}"))));
            }
        }

        Assert.All(results, Assert.NotEmpty);
        return results;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(Folder.Data, "memory.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static DocumentPartition Partition(int id) => new(DocumentContainer.Memory, Tenant, AgentOf(id));

    private static string AgentOf(int id) => id % 2 == 0 ? "a" : "b";

    private static string IdOf(int id) => $"mem_{id:d4}";
}
