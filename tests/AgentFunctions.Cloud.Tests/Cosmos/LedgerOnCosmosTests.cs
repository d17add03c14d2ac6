using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger;
using AgentFunctions.TestKit.Ledger;

namespace AgentFunctions.Cloud.Tests.Cosmos;

/// <summary>
/// The promise of the ledger under any interleaving, on the Cosmos engine over the fake that refuses and loses answers of reads; the property itself loses writes, done and not done. With blocks, as it runs there, and
/// without.
/// </summary>
public sealed class LedgerOnCosmosTests
{
    private const int Steps = 60;
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("AGENTFUNCTIONS_TEST_FULL") == "1";
    private static readonly int Cases = IsFull ? 40 : 2;
    private static readonly int CallsAtOnce = IsFull ? 1_000 : 150;

    public sealed class Concurrency : LedgerConcurrencyConformance<FaultyCosmosStoreHarness>
    {
        protected override int Calls => CallsAtOnce;
    }

    public sealed class ConcurrencyWithBlocks : LedgerConcurrencyConformance<FaultyCosmosStoreHarness>
    {
        protected override int Calls => CallsAtOnce;

        protected override void Configure(LedgerOptions options) => LedgerProcess.DrawEagerly(options);
    }

    [Fact]
    public async Task AnyInterleaving_NeverExceedsALimitAndChargesWhatHappened()
    {
        var property = new LedgerProperty(Faulty);
        for (var seed = 0; seed < Cases; seed++) await property.RunAsync(2_000_000 + seed, Steps);
    }

    [Fact]
    public async Task AnyInterleaving_WithBlocks_NeverExceedsALimitAndChargesWhatHappened()
    {
        var property = new LedgerProperty(Faulty, LedgerProcess.DrawEagerly);
        for (var seed = 0; seed < Cases; seed++) await property.RunAsync(5_000_000 + seed, Steps);
        Assert.True(property.Drawn > Cases, $"Only {property.Drawn} calls drew from blocks: this shows nothing.");
    }

    [Fact]
    public async Task Kill_BetweenAnyTwoOperations_EverythingComesBack() =>
        Assert.InRange(
            await new LedgerKills(static time => Task.FromResult<(IDocumentStore, Func<ValueTask>)>((CosmosStoreHarness.Open(time).Store, static () => ValueTask.CompletedTask)), IsFull ? 1 : 5).RunAsync(),
            IsFull ? 100 : 20,
            2_000);

    private static Task<(IDocumentStore Store, Func<ValueTask> Close)> Faulty(TimeProvider time)
    {
        var (account, store) = CosmosStoreHarness.Open(time);
        account.Faults = FaultyCosmosStoreHarness.Seeded(1);
        return Task.FromResult<(IDocumentStore, Func<ValueTask>)>((store, static () => ValueTask.CompletedTask));
    }
}
