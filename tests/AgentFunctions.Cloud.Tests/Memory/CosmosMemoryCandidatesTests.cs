using AgentFunctions.Cloud.Tests.Cosmos;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.TestKit.Memory;

namespace AgentFunctions.Cloud.Tests.Memory;

/// <summary>The candidates of the Cosmos engine under the suite of all engines, over the fake.</summary>
public sealed class CosmosMemoryCandidatesTests : MemoryCandidatesConformance<CosmosStoreHarness>
{
    protected override IMemoryCandidates Create(CosmosStoreHarness harness) => harness.OpenCandidates();
}
