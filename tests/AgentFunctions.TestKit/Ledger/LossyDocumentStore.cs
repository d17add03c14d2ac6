using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger;

namespace AgentFunctions.TestKit.Ledger;

/// <summary>A store that loses one operation: either it never arrives, or it is done and its answer does not come back.</summary>
public sealed class LossyDocumentStore(IDocumentStore inner) : IDocumentStore
{
    private int _left = -1;
    private bool _isDone;
    private bool _isHold;
    private bool _kills;

    /// <summary>Operations that fail from now on, whatever is armed.</summary>
    public bool Fails { get; set; }

    /// <summary>What the lost operation came to, where it was a batch that was done.</summary>
    public BatchResult? Lost { get; private set; }

    /// <summary>The lost operation was done, and wrote a hold.</summary>
    public bool IsLostHoldDone { get; private set; }

    /// <param name="passing">Operations that pass before one is lost.</param>
    /// <param name="isDone">Whether the lost one is done all the same.</param>
    public void Arm(int passing, bool isDone) => (_left, _isDone, Lost, IsLostHoldDone) = (passing, isDone, null, false);

    /// <summary>From the lost operation on nothing comes through: the process was killed there.</summary>
    /// <param name="passing">Operations that pass before.</param>
    /// <param name="isDone">Whether that one is done.</param>
    public void Kill(int passing, bool isDone)
    {
        Arm(passing, isDone);
        _kills = true;
    }

    public void Disarm() => (_left, Fails) = (-1, false);

    public ValueTask<DocumentResult> ReadAsync(DocumentPartition partition, string id, CancellationToken cancellationToken) => PassAsync(() => inner.ReadAsync(partition, id, cancellationToken));

    public ValueTask<DocumentResult> CreateAsync(DocumentPartition partition, DocumentWrite write, CancellationToken cancellationToken) =>
        PassAsync(() => inner.CreateAsync(partition, write, cancellationToken));

    public ValueTask<DocumentResult> ReplaceAsync(DocumentPartition partition, DocumentWrite write, string? ifMatch, CancellationToken cancellationToken) =>
        PassAsync(() => inner.ReplaceAsync(partition, write, ifMatch, cancellationToken));

    public ValueTask<DocumentResult> UpsertAsync(DocumentPartition partition, DocumentWrite write, CancellationToken cancellationToken) =>
        PassAsync(() => inner.UpsertAsync(partition, write, cancellationToken));

    public ValueTask<DocumentResult> DeleteAsync(DocumentPartition partition, string id, string? ifMatch, CancellationToken cancellationToken) =>
        PassAsync(() => inner.DeleteAsync(partition, id, ifMatch, cancellationToken));

    public ValueTask<DocumentResult> PatchAsync(
        DocumentPartition partition, string id, IReadOnlyList<PatchOperation> operations, DocumentFilter? condition, CancellationToken cancellationToken) =>
        PassAsync(() => inner.PatchAsync(partition, id, operations, condition, cancellationToken));

    public ValueTask<BatchResult> ExecuteBatchAsync(DocumentPartition partition, IReadOnlyList<BatchOperation> operations, CancellationToken cancellationToken) =>
        PassAsync(async () =>
        {
            var result = await inner.ExecuteBatchAsync(partition, operations, cancellationToken);
            _isHold = result.IsOk && operations[0].Id.StartsWith(LedgerDocuments.HoldPrefix, StringComparison.Ordinal);
            return result;
        });

    public ValueTask<DocumentPage> QueryAsync(DocumentPartition partition, DocumentQuery query, CancellationToken cancellationToken) => PassAsync(() => inner.QueryAsync(partition, query, cancellationToken));

    private async ValueTask<T> PassAsync<T>(Func<ValueTask<T>> run)
    {
        if (Fails) throw new DocumentStoreUnavailableException("The test made the store fail.");
        if (_left < 0 || _left-- > 0) return await run();
        _isHold = false;
        Fails = _kills;
        if (_isDone) Lost = await run() as object as BatchResult;
        IsLostHoldDone = _isDone && _isHold;
        throw new DocumentStoreUnavailableException("The test lost this operation.");
    }
}
