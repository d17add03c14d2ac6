using AgentFunctions.Core.Documents;

namespace AgentFunctions.TestKit.Documents;

public sealed class InMemoryStoreHarness : DocumentStoreHarness
{
    public InMemoryStoreHarness() => Store = new InMemoryDocumentStore(Time);

    public override IDocumentStore Store { get; }
}
