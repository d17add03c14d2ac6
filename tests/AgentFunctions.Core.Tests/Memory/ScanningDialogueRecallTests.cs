using AgentFunctions.Core.Memory.Search;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Memory;
using AgentFunctions.TestKit.Memory.Dialogues;
using Xunit.Abstractions;

namespace AgentFunctions.Core.Tests.Memory;

public sealed class ScanningDialogueRecallTests(ITestOutputHelper output) : DialogueRecallConformance<InMemoryStoreHarness>(output)
{
    protected override IMemoryCandidates Create(InMemoryStoreHarness harness) => new ScanningMemoryCandidates(harness.Store);
}
