using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Embedded.Documents;

/// <summary>Deleted rows are overwritten in the files themselves (secure_delete); the logs beside them still hold what the pages were.</summary>
internal sealed class SqliteErasedStorage(SqliteDocumentStore store) : IErasedStorage
{
    public async ValueTask ClearAsync(CancellationToken cancellationToken)
    {
        foreach (var purpose in (StorePurpose[])[StorePurpose.Documents, StorePurpose.Runs, StorePurpose.Memory]) await store.File(purpose).FoldAsync(cancellationToken);
    }
}
