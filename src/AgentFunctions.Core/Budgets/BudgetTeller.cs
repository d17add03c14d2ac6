using System.Collections.Concurrent;
using System.Globalization;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Notifications;

namespace AgentFunctions.Core.Budgets;

/// <summary>
/// Tells each matter once, whoever notices it, in how many processes and how often: a mark lies in the same batch as the event's outbox entry, so that there is never one without the other.
/// </summary>
internal sealed class BudgetTeller(IDocumentStore store)
{
    private const int MaxKnown = 100_000;
    private static readonly byte[] Empty = "{}"u8.ToArray();

    // A help only: it saves batches that would find their mark.
    private readonly ConcurrentDictionary<BudgetMark, bool> _told = new();

    /// <summary>Whether this process knows that it was told.</summary>
    public bool IsTold(in BudgetMark mark) => _told.ContainsKey(mark);

    /// <returns>Whether it was told now; false: before.</returns>
    /// <exception cref="DocumentStoreUnavailableException">It may have been told; try again.</exception>
    public async ValueTask<bool> TellAsync(BudgetMark mark, TimeSpan life, NotificationEvent value, CancellationToken cancellationToken)
    {
        if (IsTold(mark)) return false;
        var result = await store.ExecuteBatchAsync(
            NotificationOutbox.Partition(mark.TenantId),
            [new BatchOperation.Create(new DocumentWrite(Id(mark), Empty, life)), NotificationOutbox.ToOperation(value)],
            cancellationToken);
        if (_told.Count >= MaxKnown) _told.Clear();
        _told[mark] = true;
        return result.IsOk;
    }

    private static string Id(in BudgetMark mark) => "o.raised:" + EventIds.Of(
        DateTimeOffset.UnixEpoch, mark.Type, mark.Scope.ToString(), mark.Unit.ToString(), mark.Period, mark.Amount.ToString(CultureInfo.InvariantCulture), mark.Threshold.ToString(CultureInfo.InvariantCulture));
}
