using AgentFunctions.Core.Documents;
using AgentFunctions.TestKit.Ledger;

namespace AgentFunctions.Cloud.Tests.Cosmos;

/// <summary>The promise of the ledger under any interleaving, on the Cosmos engine over the fake that refuses and loses answers of reads; the property itself loses writes, done and not done.</summary>
public sealed class LedgerOnCosmosTests
{
    private const int Steps = 60;
    private static int Cases => Environment.GetEnvironmentVariable("AGENTFUNCTIONS_TEST_FULL") == "1" ? 40 : 2;

    private static readonly LedgerProperty Property = new(static time =>
    {
        var (account, store) = CosmosStoreHarness.Open(time);
        account.Faults = FaultyCosmosStoreHarness.Seeded(1);
        return Task.FromResult<(IDocumentStore, Func<ValueTask>)>((store, static () => ValueTask.CompletedTask));
    });

    public sealed class Concurrency : LedgerConcurrencyConformance<FaultyCosmosStoreHarness>;

    [Fact]
    public async Task AnyInterleaving_NeverExceedsALimitAndChargesWhatHappened()
    {
        for (var seed = 0; seed < Cases; seed++) await Property.RunAsync(2_000_000 + seed, Steps);
    }
}
