using AgentFunctions.Core.Memory.Search;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Memory;

namespace AgentFunctions.Core.Tests.Memory;

public sealed class ScanningMemoryCandidatesTests : MemoryCandidatesConformance<InMemoryStoreHarness>
{
    protected override IMemoryCandidates Create(InMemoryStoreHarness harness) => new ScanningMemoryCandidates(harness.Store);
}
