using AgentFunctions.Core.Documents;

namespace AgentFunctions.Embedded.Documents.Reading;

/// <summary>Collects a page up to its limits in documents and bytes.</summary>
internal sealed class PageBuilder(int limit)
{
    private readonly List<Document> _items = [];
    private long _bytes;

    public IReadOnlyList<Document> Items => _items;

    /// <summary>False, and not added, when the page is full.</summary>
    public bool TryAdd(string id, ReadOnlySpan<byte> body, long etag, long? expires)
    {
        if (_items.Count == limit || (_items.Count > 0 && _bytes + body.Length > DocumentLimits.MaxPageBytes))
            return false;
        _bytes += body.Length;
        _items.Add(new Document(id, body.ToArray(), DocumentETag.Format(etag), DocumentExpiry.ToTime(expires)));
        return true;
    }
}
