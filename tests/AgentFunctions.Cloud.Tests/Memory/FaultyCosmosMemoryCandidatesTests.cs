using AgentFunctions.Cloud.Tests.Cosmos;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.TestKit.Memory;

namespace AgentFunctions.Cloud.Tests.Memory;

/// <summary>The same over a service that is over its throughput a third of the time and loses answers to reads.</summary>
public sealed class FaultyCosmosMemoryCandidatesTests : MemoryCandidatesConformance<FaultyCosmosStoreHarness>
{
    protected override IMemoryCandidates Create(FaultyCosmosStoreHarness harness) => harness.OpenCandidates();
}
