using AgentFunctions.Core.Documents;

namespace AgentFunctions.Embedded.DataFolders;

/// <summary>
/// One step of a migration: brings the documents of a data folder from format <see cref="From"/> to the next. May be killed and run again at any point, so it must be idempotent: documents that are migrated
/// already stay as they are. Runs alone, before the host listens, after a backup of the folder was taken.
/// </summary>
public interface IDataMigration
{
    int From { get; }

    Task RunAsync(IDocumentStore store, CancellationToken cancellationToken);
}
