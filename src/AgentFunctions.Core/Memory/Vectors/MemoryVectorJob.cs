using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Core.Memory.Store;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Resources.TenantDirectory;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Memory.Vectors;

/// <summary>
/// Gives records their vectors, for stores that search by them. The calls are the agent's own: its model, its limits, its cost, each text once for each model. What is in quarantine or forgotten is not found and gets none
/// before it is. Two processes at it do no harm: a vector is written only beside the record that it was made of.
/// </summary>
internal sealed class MemoryVectorJob(ITenantDirectory tenants, IDocumentStore store, MemoryFiles files, MemoryVectorSpace space, ILogger<MemoryVectorJob> logger, IEmbedder? embedder = null) : IScheduledJob
{
    /// <summary>Records of one call to the model, and calls of one agent in a turn.</summary>
    private const int AtOnce = 96;
    private const int Rounds = 10;

    private static readonly DocumentValue[] Found = [MemoryRecordJson.NameOf(MemoryState.Active), MemoryRecordJson.NameOf(MemoryState.Demoted)];

    public string Name => "memory-vectors";

    public TimeSpan Interval { get; } = TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (embedder is null) return;
        await foreach (var tenantId in tenants.ListAsync(cancellationToken))
        {
            foreach (var agent in await files.AgentsAsync(tenantId, cancellationToken))
            {
                if (await embedder.FindModelAsync(tenantId, agent, cancellationToken) is { } model) await RunAsync(embedder, tenantId, agent, model, cancellationToken);
            }
        }
    }

    private async ValueTask RunAsync(IEmbedder by, string tenantId, string agent, string model, CancellationToken cancellationToken)
    {
        var missing = DocumentFilter.And(new DocumentFilter.OneOf("state", Found), new DocumentFilter.Negated(DocumentFilter.Equal($"{MemoryRecordJson.Vector}.model", model)));
        var query = new DocumentQuery(missing, Limit: AtOnce, IdPrefix: MemoryRecordJson.IdPrefix);
        for (var round = 0; round < Rounds; round++)
        {
            // From the start each time: what has its vector is not there any more.
            var page = await store.QueryAsync(MemoryDocuments.Partition(tenantId, agent), query, cancellationToken);
            if (page.Items.Count == 0) return;
            var kept = page.Items.Select(KeptRecord.Read).ToList();
            if (await by.EmbedAsync(tenantId, agent, kept.ConvertAll(static one => one.Record.Text), cancellationToken) is not { } vectors) return;
            if (vectors.Any(vector => vector.Length != space.Dimensions))
            {
                MemoryLog.OtherDimensions(logger, model, vectors[0].Length, space.Dimensions);
                return;
            }

            for (var i = 0; i < kept.Count; i++)
            {
                var record = kept[i].Record with { Vector = new MemoryVector(model, vectors[i].ToArray()) };
                await files.TryCommitAsync(tenantId, agent, [MemoryOperations.Count(kept[i], record)], cancellationToken);
            }
        }
    }
}
