using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Embedded.Documents;
using AgentFunctions.Embedded.Memory;
using AgentFunctions.Embedded.Tests.Documents;
using AgentFunctions.TestKit.Memory;

namespace AgentFunctions.Embedded.Tests.Memory;

public sealed class SqliteMemoryCandidatesTests : MemoryCandidatesConformance<SqliteStoreHarness>
{
    protected override IMemoryCandidates Create(SqliteStoreHarness harness) => new SqliteMemoryCandidates((SqliteDocumentStore)harness.Store, harness.Time);
}
