using AgentFunctions.Cloud.Tests.Cosmos;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.TestKit.Memory;

namespace AgentFunctions.Cloud.Tests.Memory;

/// <summary>The suite of candidates by reading, over the Cosmos engine.</summary>
public sealed class ScanningMemoryCandidatesTests : MemoryCandidatesConformance<CosmosStoreHarness>
{
    protected override IMemoryCandidates Create(CosmosStoreHarness harness)
    {
        ArgumentNullException.ThrowIfNull(harness);
        return new Cloud.Memory.ScanningMemoryCandidates(harness.Store);
    }
}
