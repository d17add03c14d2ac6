using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Core.Sessions.Storage;

namespace AgentFunctions.Core.Sessions.Messages;

/// <summary>Reads stored messages some at a time, by their sequence: they have no gaps.</summary>
internal sealed class MessageRanges(IDocumentStore store, IPayloadStore payloads)
{
    /// <summary>Messages read at once; one lies in its document with 8 KiB at most.</summary>
    private const int AtOnce = 64;

    /// <summary>Messages between two sequences, without the content of large ones.</summary>
    /// <param name="session">The session.</param>
    /// <param name="low">The least sequence that is wanted.</param>
    /// <param name="high">The greatest.</param>
    /// <param name="descending">The latest first.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    public async IAsyncEnumerable<StoredMessage> ReadAsync(OpenSession session, long low, long high, bool descending, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (low <= high)
        {
            var (first, last) = descending ? (Math.Max(low, high - AtOnce + 1), high) : (low, Math.Min(high, low + AtOnce - 1));
            var part = await PartAsync(session, first, last, cancellationToken);
            if (descending) part.Reverse();
            foreach (var message in part) yield return message;
            (low, high) = descending ? (low, first - 1) : (last + 1, high);
        }
    }

    /// <summary>Messages that a filter holds for, in their order or the reverse, without the content of large ones.</summary>
    public async IAsyncEnumerable<StoredMessage> FindAsync(OpenSession session, DocumentFilter filter, bool descending, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? continuation = null;
        do
        {
            var page = await store.QueryAsync(session.Partition, new DocumentQuery(filter, Descending: descending, IdPrefix: SessionDocuments.MessagePrefix(session.Epoch), Limit: AtOnce, Continuation: continuation), cancellationToken);
            foreach (var document in page.Items) yield return StoredMessages.Of(document);
            continuation = page.Continuation;
        }
        while (continuation is not null);
    }

    /// <summary>The message with its content; null where that was removed meanwhile.</summary>
    public ValueTask<SessionMessage?> ResolveAsync(OpenSession session, StoredMessage stored, CancellationToken cancellationToken) => StoredMessages.ResolveAsync(payloads, session, stored, cancellationToken);

    private async ValueTask<List<StoredMessage>> PartAsync(OpenSession session, long first, long last, CancellationToken cancellationToken)
    {
        List<StoredMessage> part = [];
        string? continuation = null;
        do
        {
            var query = new DocumentQuery(
                IdPrefix: SessionDocuments.MessagePrefix(session.Epoch), IdAfter: SessionDocuments.MessageId(session.Epoch, first - 1), Limit: (int)(last - first + 1 - part.Count), Continuation: continuation);
            var page = await store.QueryAsync(session.Partition, query, cancellationToken);
            part.AddRange(page.Items.Select(StoredMessages.Of).Where(message => message.Sequence <= last));
            continuation = page.Continuation;
        }
        while (continuation is not null && part.Count < last - first + 1);
        return part;
    }
}
