using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Embedded.Documents;
using AgentFunctions.Embedded.Memory;
using AgentFunctions.Embedded.Tests.Documents;
using AgentFunctions.TestKit.Memory.Dialogues;
using Xunit.Abstractions;

namespace AgentFunctions.Embedded.Tests.Memory;

public sealed class SqliteDialogueRecallTests(ITestOutputHelper output) : DialogueRecallConformance<SqliteStoreHarness>(output)
{
    protected override IMemoryCandidates Create(SqliteStoreHarness harness) => new SqliteMemoryCandidates((SqliteDocumentStore)harness.Store, harness.Time);
}
