using AgentFunctions.Core.Documents;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Payloads;

namespace AgentFunctions.Core.Tests.Payloads;

public sealed class PayloadsInMemoryTests : PayloadConformance
{
    protected override ValueTask<IDocumentStore> CreateStoreAsync() => new(new InMemoryDocumentStore(TimeProvider.System));
}
