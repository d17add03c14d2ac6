using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Store.Storage;

namespace AgentFunctions.Core.Memory.Store.Usage;

/// <summary>What all that memory gave to a run is worth.</summary>
public sealed class MemoryGivenLabels
{
    private readonly MemoryFiles _files;

    internal MemoryGivenLabels(MemoryFiles files) => _files = files;

    /// <summary>The least of the records, as they are now. Of one that is gone nobody can say any more what it was worth.</summary>
    /// <exception cref="DocumentStoreUnavailableException">It cannot be said.</exception>
    public async ValueTask<ContentLabel> OfRunAsync(string tenantId, string agent, string runId, CancellationToken cancellationToken)
    {
        var given = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var document in _files.ScanAsync(MemoryDocuments.Partition(tenantId, agent), new DocumentQuery(IdPrefix: MemoryDocuments.UsesOf(MemoryUseScope.Run(runId))), cancellationToken))
        {
            // What the agent only says that it used, it was not given.
            if (JsonSerializer.Deserialize(document.Body.Span, MemoryStoreJson.Default.StoredUse) is { Unseen: false } use) given.Add(use.Id);
        }

        if (given.Count == 0) return ContentLabel.Best;
        var records = await _files.ReadAsync(tenantId, agent, given, cancellationToken);
        return records.Aggregate(records.Count < given.Count ? ContentLabel.Unknown : ContentLabel.Best, static (all, kept) => all.Least(kept.Record.Label));
    }
}
