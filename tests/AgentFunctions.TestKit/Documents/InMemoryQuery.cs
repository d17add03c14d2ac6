using AgentFunctions.Core.Documents;

namespace AgentFunctions.TestKit.Documents;

internal static class InMemoryQuery
{
    public static DocumentPage Run(IEnumerable<InMemoryDocument> documents, DocumentPartition partition, DocumentQuery query, DocumentContinuation? continuation)
    {
        var comparer = Comparer<DocumentContinuation>.Create((x, y) => query.Descending ? Compare(y, x) : Compare(x, y));
        var rest = documents
            .Where(document => document.Id.StartsWith(query.IdPrefix ?? "", StringComparison.Ordinal) && string.CompareOrdinal(document.Id, query.IdAfter ?? "") > 0)
            .Where(document => query.Filter is null || InMemoryFilter.Holds(query.Filter, document.Parse()))
            .Select(document => (Document: document, Place: Place(document, query.OrderBy)))
            .Where(one => one.Place is not null && (continuation is null || comparer.Compare(one.Place, continuation) > 0))
            .OrderBy(one => one.Place!, comparer)
            .ToList();
        var items = new List<Document>();
        var bytes = 0L;
        foreach (var (document, _) in rest)
        {
            bytes += document.Body.Length;
            if (items.Count == query.Limit || (items.Count > 0 && bytes > DocumentLimits.MaxPageBytes))
                break;
            items.Add(document.ToDocument());
        }
        return new DocumentPage(items, items.Count < rest.Count ? rest[items.Count - 1].Place!.Format(partition, query) : null);
    }

    private static DocumentContinuation? Place(InMemoryDocument document, string? orderBy)
    {
        if (orderBy is null)
            return new DocumentContinuation(DocumentValue.Null, document.Id);
        if (!InMemoryFilter.TryGet(document.Parse(), orderBy, out var node))
            return null;
        if (InMemoryFilter.Scalar(node) is string text)
            return new DocumentContinuation(text, document.Id);
        return InMemoryPatch.TryGetInteger(node, out var integer) ? new DocumentContinuation(integer, document.Id) : null;
    }

    private static int Compare(DocumentContinuation x, DocumentContinuation y)
    {
        var order = (x.OrderValue.Value, y.OrderValue.Value) switch
        {
            (long a, long b) => a.CompareTo(b),
            (string a, string b) => InMemoryFilter.CompareText(a, b),
            (long, string) => -1,
            (string, long) => 1,
            _ => 0,
        };
        return order != 0 ? order : string.CompareOrdinal(x.Id, y.Id);
    }
}
