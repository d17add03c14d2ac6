using AgentFunctions.Core.Documents;
using AgentFunctions.Embedded.Tests.Documents;
using AgentFunctions.TestKit.Ledger;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.Embedded.Tests.Ledger;

/// <summary>The promise of the ledger under any interleaving, on the engine of the local host.</summary>
public sealed class LedgerModelOnSqliteTests
{
    private const int Steps = 60;
    private static readonly int Cases = Environment.GetEnvironmentVariable("AGENTFUNCTIONS_TEST_FULL") == "1" ? 500 : 25;

    private static readonly LedgerProperty Property = new(Open);
    private static readonly LedgerProperty WithBlocks = new(Open, LedgerProcess.DrawEagerly);

    [Fact]
    public async Task AnyInterleaving_NeverExceedsALimitAndChargesWhatHappened()
    {
        for (var seed = 0; seed < Cases; seed++) await Property.RunAsync(1_000_000 + seed, Steps);
    }

    [Fact]
    public async Task AnyInterleaving_WithBlocks_NeverExceedsALimitAndChargesWhatHappened()
    {
        for (var seed = 0; seed < Cases; seed++) await WithBlocks.RunAsync(4_000_000 + seed, Steps);
        Assert.True(WithBlocks.Drawn > Cases, $"Only {WithBlocks.Drawn} calls drew from blocks: this shows nothing.");
    }

    private static Task<(IDocumentStore Store, Func<ValueTask> Close)> Open(TimeProvider time)
    {
        var folder = new TemporaryFolder();
        var store = TestStores.Create(folder.Data, time);
        return Task.FromResult<(IDocumentStore, Func<ValueTask>)>((store, async () =>
        {
            await store.DisposeAsync();
            folder.Dispose();
        }));
    }
}
