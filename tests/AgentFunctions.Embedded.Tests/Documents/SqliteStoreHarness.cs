using AgentFunctions.Core.Documents;
using AgentFunctions.Embedded.Documents;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.Embedded.Tests.Documents;

public sealed class SqliteStoreHarness : DocumentStoreHarness
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteDocumentStore _store;

    public SqliteStoreHarness() => _store = TestStores.Create(_folder.Data, Time);

    public override IDocumentStore Store => _store;

    public override async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
        await base.DisposeAsync();
    }
}
