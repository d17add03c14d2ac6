using AgentFunctions.Cloud.Tests.Cosmos;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.TestKit.Memory.Dialogues;
using Xunit.Abstractions;

namespace AgentFunctions.Cloud.Tests.Memory;

public sealed class CosmosDialogueRecallTests(ITestOutputHelper output) : DialogueRecallConformance<CosmosStoreHarness>(output)
{
    protected override IMemoryCandidates Create(CosmosStoreHarness harness) => harness.OpenCandidates();
}
