using AgentFunctions.Core.Documents;

namespace AgentFunctions.Embedded.Documents.Writing;

/// <summary>A document as a request sees and changes it before anything is applied.</summary>
internal sealed class DocumentRow(string id, long? key)
{
    public string Id { get; } = id;

    /// <summary>Row key in the table; null where there is no row. An expired document still has one.</summary>
    public long? Key { get; } = key;

    /// <summary>False where there is no document, or it expired.</summary>
    public bool Exists { get; private set; }

    public bool IsChanged { get; private set; }

    public ReadOnlyMemory<byte> Body { get; private set; }

    public long ETag { get; private set; }

    /// <summary>Unix milliseconds.</summary>
    public long? Expires { get; private set; }

    public void Load(ReadOnlyMemory<byte> body, long etag, long? expires)
    {
        (Exists, Body, ETag, Expires) = (true, body, etag, expires);
    }

    public void Write(ReadOnlyMemory<byte> body, long etag, long? expires)
    {
        (Exists, IsChanged, Body, ETag, Expires) = (true, true, body, etag, expires);
    }

    public void Remove() => (Exists, IsChanged, Body) = (false, true, default);

    public bool Matches(string? ifMatch) => ifMatch is null || ifMatch == DocumentETag.Format(ETag);

    public Document ToDocument() => new(Id, Body, DocumentETag.Format(ETag), DocumentExpiry.ToTime(Expires));
}
