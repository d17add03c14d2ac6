using AgentFunctions.Http.Tests.Authorisation;
using AgentFunctions.TestKit.Documents;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Http.Tests.Isolation;

/// <summary>How long an answer takes is how often the store is asked: an id of elsewhere costs what an id costs that nothing has. Counted, since a clock would measure the machine.</summary>
public sealed class StoreReadsTests
{
    [Fact]
    public async Task IdOfElsewhere_CostsWhatAnUnknownOneCosts()
    {
        var store = new FaultyDocumentStore(new InMemoryDocumentStore(new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))));
        var different = new List<string>();
        var compared = 0;
        await using var world = await MatrixWorld.StartAsync(store);
        foreach (var role in world.Roles.Where(r => r.Name is "operator" or "operator of mine" or "auditor of mine" or "app-keys-write-of-mine" or "app-secrets-write-of-mine"))
        {
            foreach (var row in MatrixRows.All.Where(r => r.Pattern.Contains('{', StringComparison.Ordinal) && !r.Creates))
            {
                foreach (var target in (Target[])[Target.AwayById, Target.Theirs])
                {
                    // The own tenant's id is no secret to its keys. A key is of its agent's team, which takes one more read to know: within a tenant that may be measured.
                    if (target == Target.Theirs && (row.Pattern.StartsWith("/api/tenants/", StringComparison.Ordinal) || row.Pattern.StartsWith("/api/keys/", StringComparison.Ordinal))) continue;
                    if (MatrixExpectation.Of(row, role, target) != 404 || MatrixExpectation.Of(row, role, Target.Nowhere) != 404) continue;
                    var (found, absent) = (await CountAsync(row, role, target), await CountAsync(row, role, Target.Nowhere));
                    compared++;
                    if (found != absent) different.Add($"{row.Route}, {role}, {target}: {found} reads, and {absent} of an id that nothing has");
                }
            }
        }

        Assert.True(different.Count == 0, string.Join(Environment.NewLine, different));
        Assert.True(compared > 100, $"Only {compared} pairs were compared.");

        async Task<int> CountAsync(MatrixRow row, Role role, Target target)
        {
            // The second of two, so that neither pays for what is read once in a while.
            await world.SendAsync(row, role, target);
            var before = store.Reads + store.Queries;
            await world.SendAsync(row, role, target);
            return store.Reads + store.Queries - before;
        }
    }
}
