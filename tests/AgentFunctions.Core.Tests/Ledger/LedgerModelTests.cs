using AgentFunctions.Core.Documents;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Ledger;

namespace AgentFunctions.Core.Tests.Ledger;

/// <summary>The promise of the ledger under any interleaving: no limit is exceeded, and what was charged is what happened.</summary>
public sealed class LedgerModelTests
{
    private const int Blocks = 10;
    private const int Steps = 60;
    private static readonly int Cases = Environment.GetEnvironmentVariable("AGENTFUNCTIONS_TEST_FULL") == "1" ? 20_000 : 1_500;
    private static readonly LedgerProperty Property = new(static time => Task.FromResult<(IDocumentStore, Func<ValueTask>)>((new InMemoryDocumentStore(time), static () => ValueTask.CompletedTask)));

    public static TheoryData<int> Block => [.. Enumerable.Range(0, Blocks)];

    [Theory]
    [MemberData(nameof(Block))]
    public async Task AnyInterleaving_NeverExceedsALimitAndChargesWhatHappened(int block)
    {
        for (var i = 0; i < Cases / Blocks; i++) await Property.RunAsync((block * (Cases / Blocks)) + i, Steps);
    }
}
