using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Resources.Upgrades;

namespace AgentFunctions.Embedded.DataFolders;

/// <summary>Format 1 to 2.</summary>
internal sealed class FirstFormatMigration(TimeProvider time) : IDataMigration
{
    public int From => 1;

    public Task RunAsync(IDocumentStore store, CancellationToken cancellationToken) => new FirstFormatUpgrade(store, time).RunAsync(cancellationToken);
}
