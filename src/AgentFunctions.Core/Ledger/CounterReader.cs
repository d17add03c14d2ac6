using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger.Blocks;

namespace AgentFunctions.Core.Ledger;

/// <summary>Reads counters and makes those that are missing.</summary>
internal sealed class CounterReader(IDocumentStore store, TimeProvider time)
{
    /// <summary>Where a counter stands, with what was spent of blocks of it; <c>Held</c> is what calls hold and what is left of blocks.</summary>
    public async ValueTask<CounterValues> ReadAsync(string tenantId, string counterId, CancellationToken cancellationToken) =>
        await FindAsync(tenantId, counterId, cancellationToken) ?? default;

    /// <summary>As it is stored: what was spent of blocks and not told yet is among what is held. The sum of both is the same.</summary>
    public async ValueTask<CounterValues> ReadStoredAsync(string tenantId, string counterId, CancellationToken cancellationToken) =>
        (await store.ReadAsync(LedgerDocuments.Partition(tenantId), counterId, cancellationToken)).Document is { } document ? CounterValues.Read(document.Body.Span) : default;

    /// <summary>What was charged to a counter. Where that is sure to be less than an amount, what was spent of blocks is not looked up.</summary>
    public async ValueTask<long> ReadSettledAsync(string tenantId, string counterId, long least, CancellationToken cancellationToken)
    {
        if ((await store.ReadAsync(LedgerDocuments.Partition(tenantId), counterId, cancellationToken)).Document is not { } document) return 0;
        var values = CounterValues.Read(document.Body.Span);
        return values.Settled + values.Blocks < least ? values.Settled : (await BlockSums.ReadAsync(store, tenantId, document, cancellationToken)).Settled;
    }

    /// <summary>Where a counter stands, with what was spent of blocks of it; null where the counter is not there.</summary>
    public async ValueTask<CounterValues?> FindAsync(string tenantId, string counterId, CancellationToken cancellationToken) =>
        (await store.ReadAsync(LedgerDocuments.Partition(tenantId), counterId, cancellationToken)).Document is { } document ? await BlockSums.ReadAsync(store, tenantId, document, cancellationToken) : null;

    /// <summary>Creates every counter of a path that is not there yet. Whoever comes second finds it made.</summary>
    public async ValueTask CreateAsync(string tenantId, IReadOnlyList<PathLine> lines, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var line in lines) await store.CreateAsync(LedgerDocuments.Partition(tenantId), line.ToNewCounter(now), cancellationToken);
    }

    /// <summary>Creates another document beside the counters. Whoever comes second finds it made.</summary>
    public async ValueTask CreateAsync(string tenantId, DocumentWrite write, CancellationToken cancellationToken) => await store.CreateAsync(LedgerDocuments.Partition(tenantId), write, cancellationToken);
}
