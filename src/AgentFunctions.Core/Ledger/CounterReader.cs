using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Ledger;

/// <summary>Reads counters and makes those that are missing.</summary>
internal sealed class CounterReader(IDocumentStore store, TimeProvider time)
{
    public async ValueTask<CounterValues> ReadAsync(string tenantId, string counterId, CancellationToken cancellationToken) =>
        (await store.ReadAsync(LedgerDocuments.Partition(tenantId), counterId, cancellationToken)).Document is { } document ? CounterValues.Read(document.Body.Span) : default;

    /// <summary>Creates every counter of a path that is not there yet. Whoever comes second finds it made.</summary>
    public async ValueTask CreateAsync(string tenantId, IReadOnlyList<PathLine> lines, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var line in lines) await store.CreateAsync(LedgerDocuments.Partition(tenantId), line.ToNewCounter(now), cancellationToken);
    }

    /// <summary>Creates another document beside the counters. Whoever comes second finds it made.</summary>
    public async ValueTask CreateAsync(string tenantId, DocumentWrite write, CancellationToken cancellationToken) => await store.CreateAsync(LedgerDocuments.Partition(tenantId), write, cancellationToken);
}
