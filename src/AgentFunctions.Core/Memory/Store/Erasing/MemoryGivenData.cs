using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Runs.Subjects;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Memory.Store.Erasing;

/// <summary>
/// What runs for others were given of a subject's memory, and said since. Erased after the memory itself, which its name sees to: whoever is given a record is noted first and finds it gone then, so that nobody is given
/// anything once these are looked through. What others' runs say is no export's.
/// </summary>
internal sealed class MemoryGivenData(IDocumentStore store, MemoryFiles files, IEnumerable<IRunContents> contents) : ISubjectData
{
    public string Name => "recalled";

    public IAsyncEnumerable<SubjectItem> ExportAsync(SubjectScope scope, CancellationToken cancellationToken) => AsyncEnumerable.Empty<SubjectItem>();

    public async ValueTask EraseAsync(SubjectScope scope, IErasureTally tally, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        foreach (var agent in await files.AgentsAsync(scope, cancellationToken))
        {
            var partition = MemoryDocuments.Partition(scope.TenantId, agent);
            while (true)
            {
                var page = await store.QueryAsync(partition, new DocumentQuery(Limit: DocumentLimits.MaxBatchOperations, IdPrefix: MemoryDocuments.GivenPrefix(scope.Subject)), cancellationToken);
                foreach (var document in page.Items)
                {
                    var given = JsonSerializer.Deserialize(document.Body.Span, MemoryStoreJson.Default.StoredGiven)!;
                    foreach (var part in contents) await part.EraseAsync(scope, MemoryAgents.IdOf(agent), MemoryAgents.TeamOf(agent), given.Run, given.At, withInput: false, tally, cancellationToken);

                    // Last: it is all that leads there.
                    await store.DeleteAsync(partition, document.Id, null, cancellationToken);
                }

                if (page.Items.Count == 0 && page.Continuation is null) break;
            }
        }
    }
}
