using System.Globalization;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search;

using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Memory.Store.Usage;
using AgentFunctions.Core.Subjects;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Memory;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Memory.Store;

/// <summary>Random tenants, agents and teams, all of whom remember the same words: each is told its own alone, and of that only what the reader may see.</summary>
public sealed class MemoryIsolationTests
{
    private static readonly string[] Words = ["orchid", "bergen", "invoice", "zeppelin", "gateway", "friday"];
    private static readonly string[] People = ["Ann", "Bob"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Environment.GetEnvironmentVariable("AGENTFUNCTIONS_TEST_FULL") == "1" ? 200 : 15)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Reads_ByQueryLinkIdCursorAndSubject_GiveNobodyAnothersRecords(int seed)
    {
        var random = new Random(seed);
        var time = new FakeTimeProvider(MemoryWorld.Start);
        var store = new InMemoryDocumentStore(time);
        (string Tenant, string Key)[] owners = [.. from tenant in (string[])["t1", "t2"] from agent in (string[])["a", "b", "ab"] from team in (string?[])[null, "red", "blue"] select (tenant, MemoryAgents.KeyOf(agent, team))];
        await using var process = new MemoryProcess(store, time, null, null, "t1", "t2");
        var ids = new List<string>();
        for (var i = 0; i < 150; i++)
        {
            var (tenant, key) = owners[random.Next(owners.Length)];
            var draft = MemoryWorld.Said(string.Join(' ', Enumerable.Range(0, 5).Select(_ => Words[random.Next(Words.Length)])) + " " + i.ToString(CultureInfo.InvariantCulture)) with
            {
                SessionId = $"s{random.Next(3)}",
                Speaker = People[random.Next(2)],
                Label = new ContentLabel((Integrity)random.Next(2), (Confidentiality)random.Next(3)),
                Tags = [key.Replace('/', '-'), tenant],

                // Links across owners are written by whoever wants to see more.
                Links = ids.Count == 0 ? [] : [.. Enumerable.Range(0, random.Next(4)).Select(_ => new MemoryLink((MemoryLinkKind)random.Next(5), ids[random.Next(ids.Count)], 1)).Distinct()],
            };
            ids.Add((await process.Writer.WriteAsync(tenant, key, [draft], CancellationToken.None))[0].Id!);
        }

        foreach (var (tenant, key) in owners)
        {
            var own = (await MemoryInvariants.RecordsAsync(store, tenant, key)).Select(static r => r.Id).ToHashSet(StringComparer.Ordinal);
            await SearchAllAsync(process, tenant, key, random);
            await ReadAllAsync(process, tenant, key, own, ids);
            await MemoryInvariants.VerifyAsync(store, tenant, key);
        }

        await EraseOneAsync(process, store, owners, random);
    }

    private static async Task SearchAllAsync(MemoryProcess process, string tenant, string key, Random random)
    {
        for (var i = 0; i < 12; i++)
        {
            var request = new MemorySearchRequest
            {
                TenantId = tenant,
                Agent = key,
                Query = $"{Words[random.Next(Words.Length)]} {Words[random.Next(Words.Length)]} {People[random.Next(2)]}",
                Top = random.Next(1, 30),
                SessionId = random.Next(3) == 0 ? $"s{random.Next(3)}" : null,
                MaxConfidentiality = (Confidentiality)random.Next(3),
                MinIntegrity = (Integrity)random.Next(2),
                ListsWithheld = random.Next(3) == 0,
            };
            var result = await process.Search.SearchAsync(request, CancellationToken.None);
            Assert.All(result.Hits.Concat(result.Warnings), hit =>
            {
                Assert.Equal((tenant, key), (hit.Record.TenantId, hit.Record.Agent));
                Assert.True(hit.Record.Label.Confidentiality <= request.MaxConfidentiality);
                Assert.True(hit.Record.Label.Integrity >= request.MinIntegrity);
                Assert.True(request.SessionId is null || hit.Record.SessionId == request.SessionId);
            });
            foreach (var rejected in result.Rejected)
            {
                // Even that there is something to reject is told of one's own only, and of what one may see unless one may see all.
                var record = (await process.Reader.GetAsync(tenant, key, rejected.Id, CancellationToken.None)).Value;
                Assert.NotNull(record);
                Assert.True(request.ListsWithheld || (record.Label.Confidentiality <= request.MaxConfidentiality && record.Label.Integrity >= request.MinIntegrity), $"{rejected.Reason} of a withheld record");
            }
        }
    }

    private static async Task ReadAllAsync(MemoryProcess process, string tenant, string key, HashSet<string> own, IReadOnlyList<string> ids)
    {
        foreach (var id in ids)
        {
            Assert.Equal(own.Contains(id), (await process.Reader.GetAsync(tenant, key, id, CancellationToken.None)).Value is not null);
            if (own.Contains(id)) continue;
            Assert.Empty(await process.Reader.VersionsAsync(tenant, key, id, CancellationToken.None));
            Assert.Equal(404, (await process.Decisions.PromoteAsync(tenant, key, id, "principals/x", CancellationToken.None)).Error!.Status);
            Assert.Equal(404, (await process.Decisions.DeleteAsync(tenant, key, id, CancellationToken.None)).Error!.Status);
            Assert.Equal(404, (await process.Outcomes.ReportAsync(tenant, key, id, new MemoryOutcome("r", true, true, "principals/x"), CancellationToken.None)).Error!.Status);
        }

        var listed = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await process.Reader.ListAsync(tenant, key, new Core.Memory.Store.Reading.MemoryFilter(), 7, cursor, CancellationToken.None)).Value!;
            listed.AddRange(page.Items.Select(static r => r.Id));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        Assert.Equal(own.Order(StringComparer.Ordinal), listed);

        // A cursor of somebody else's list reads on in one's own.
        var on = (await process.Reader.ListAsync(tenant, key, new Core.Memory.Store.Reading.MemoryFilter(), null, ids[^1], CancellationToken.None)).Value!;
        Assert.Subset(own, on.Items.Select(static r => r.Id).ToHashSet(StringComparer.Ordinal));
    }

    private static async Task EraseOneAsync(MemoryProcess process, InMemoryDocumentStore store, (string Tenant, string Key)[] owners, Random random)
    {
        var (tenant, key) = owners[random.Next(owners.Length)];
        var before = new Dictionary<(string, string), List<string>>();
        foreach (var owner in owners) before[owner] = [.. (await MemoryInvariants.RecordsAsync(store, owner.Tenant, owner.Key)).Select(static r => r.Id + r.Speaker)];
        await process.Erasures.EraseAsync(new SubjectScope(tenant, SubjectNames.Fold("ann"), MemoryAgents.IdOf(key)) { Team = key.Contains('/', StringComparison.Ordinal) ? key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..] : null }, "principals/x", CancellationToken.None);
        foreach (var owner in owners)
        {
            var isMeant = owner.Tenant == tenant && (owner.Key == key || (!key.Contains('/', StringComparison.Ordinal) && MemoryAgents.IdOf(owner.Key) == key));
            var after = (await MemoryInvariants.RecordsAsync(store, owner.Tenant, owner.Key)).Select(static r => r.Id + r.Speaker).ToList();
            if (isMeant) Assert.DoesNotContain(after, static r => r.EndsWith("Ann", StringComparison.Ordinal));
            else Assert.Equal(before[owner], after);
            await MemoryInvariants.VerifyAsync(store, owner.Tenant, owner.Key);
        }
    }
}
