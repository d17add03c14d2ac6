using AgentFunctions.Core.Documents;
using AgentFunctions.Embedded.Documents.Json;

namespace AgentFunctions.Embedded.Documents.Reading;

/// <summary>
/// A validated query of one partition. By id it walks the index and stops at the end of the page. By a property it looks once at every document in the range of ids, keeping only the
/// places of the best <c>limit + 1</c>, so memory is bounded by the page and not by the partition.
/// </summary>
internal sealed class StoreQuery(DocumentPartition partition, DocumentQuery query, DocumentContinuation? continuation)
{
    private readonly BodyPredicate? _filter = FilterCompiler.Compile(query.Filter);
    private readonly IdRange _range = IdRange.Of(query);

    public DocumentPage Run(StoreReader reader, long now, CancellationToken cancellationToken) =>
        query.OrderBy is null ? RunById(reader, now, cancellationToken) : RunByProperty(reader, JsonPath.Of(query.OrderBy), now, cancellationToken);

    private DocumentPage RunById(StoreReader reader, long now, CancellationToken cancellationToken)
    {
        var page = new PageBuilder(query.Limit);
        var scan = reader.Scan(partition, continuation is null ? _range : _range.Behind(continuation.Id, query.Descending), query.Descending);
        try
        {
            while (scan.Step())
            {
                cancellationToken.ThrowIfCancellationRequested();
                var expires = scan.GetNullableInt64(3);
                var body = scan.GetBlob(4);
                if (DocumentExpiry.IsPast(expires, now) || _filter?.Invoke(body) == false)
                    continue;
                if (!page.TryAdd(scan.GetString(1), body, scan.GetInt64(2), expires))
                    return Page(page, new DocumentContinuation(DocumentValue.Null, page.Items[^1].Id));
            }
            return Page(page, null);
        }
        finally
        {
            scan.Reset();
        }
    }

    private DocumentPage RunByProperty(StoreReader reader, JsonPath path, long now, CancellationToken cancellationToken)
    {
        reader.BeginSnapshot();
        try
        {
            var places = FindPlaces(reader, path, now, cancellationToken);
            var page = new PageBuilder(query.Limit);
            OrderKey last = default;
            foreach (var (order, key) in places)
            {
                if (!TryAdd(reader, page, order.Id, key))
                    return Page(page, last.ToContinuation());
                last = order;
            }
            return Page(page, null);
        }
        finally
        {
            reader.EndSnapshot();
        }
    }

    /// <summary>The first limit + 1 places after the continuation, in query order.</summary>
    private List<(OrderKey Order, long Key)> FindPlaces(StoreReader reader, JsonPath path, long now, CancellationToken cancellationToken)
    {
        var sign = query.Descending ? -1 : 1;
        var after = continuation is null ? (OrderKey?)null : OrderKey.From(continuation);
        // The worst place kept is on top, to be pushed out by a better one.
        var best = new PriorityQueue<long, OrderKey>(Comparer<OrderKey>.Create((x, y) => -sign * x.CompareTo(y)));
        var scan = reader.Scan(partition, _range, descending: false);
        try
        {
            while (scan.Step())
            {
                cancellationToken.ThrowIfCancellationRequested();
                var body = scan.GetBlob(4);
                if (DocumentExpiry.IsPast(scan.GetNullableInt64(3), now)
                    || !OrderKey.TryRead(body, path, scan.GetString(1), out var order)
                    || (after is { } start && sign * order.CompareTo(start) <= 0)
                    || _filter?.Invoke(body) == false)
                {
                    continue;
                }
                if (best.Count <= query.Limit)
                    best.Enqueue(scan.GetInt64(0), order);
                else
                    best.EnqueueDequeue(scan.GetInt64(0), order);
            }
        }
        finally
        {
            scan.Reset();
        }
        return best.UnorderedItems.Select(item => (item.Priority, item.Element)).OrderBy(item => item.Priority, Comparer<OrderKey>.Create((x, y) => sign * x.CompareTo(y))).ToList();
    }

    private static bool TryAdd(StoreReader reader, PageBuilder page, string id, long key)
    {
        var row = reader.Row(key);
        try
        {
            row.Step();
            return page.TryAdd(id, row.GetBlob(2), row.GetInt64(0), row.GetNullableInt64(1));
        }
        finally
        {
            row.Reset();
        }
    }

    private DocumentPage Page(PageBuilder page, DocumentContinuation? next) => new(page.Items, next?.Format(partition, query));
}
