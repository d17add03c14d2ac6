using AgentFunctions.Core.Documents;

namespace AgentFunctions.Embedded.Documents.Writing;

/// <summary>
/// A document as the writer knows it. Two states: as the last request that succeeded left it, and as the running request sees and changes it. The second becomes the first, or is dropped, when that request ends.
/// </summary>
internal sealed class DocumentRow(DocumentPartition partition, string id)
{
    private RowState _current;

    public DocumentPartition Partition { get; } = partition;

    public string Id { get; } = id;

    /// <summary>As of the last request that succeeded.</summary>
    public RowState Kept { get; private set; }

    /// <summary>Row key in the table; null where there is no row. An expired document still has one.</summary>
    public long? Key { get; set; }

    /// <summary>The running request has it in hand.</summary>
    public bool IsTouched { get; private set; }

    /// <summary>The running request changed it.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>Requests changed it and the table does not know yet.</summary>
    public bool IsDirty { get; set; }

    /// <summary>False where there is no document, or it expired before the running request began.</summary>
    public bool Exists { get; private set; }

    public ReadOnlyMemory<byte> Body => _current.Body;

    public long ETag => _current.ETag;

    /// <summary>Unix milliseconds.</summary>
    public long? Expires => _current.Expires;

    /// <summary>What the table holds.</summary>
    public void Load(long key, RowState state)
    {
        Key = key;
        Kept = state;
    }

    /// <summary>A request takes it in hand; what expired by <paramref name="now"/> is not there for it.</summary>
    public void Touch(long now)
    {
        (IsTouched, IsChanged, _current) = (true, false, Kept);
        Exists = Kept.HasDocument && !DocumentExpiry.IsPast(Kept.Expires, now);
    }

    public void Write(ReadOnlyMemory<byte> body, long etag, long? expires)
    {
        _current = new RowState(true, body, etag, expires);
        (Exists, IsChanged) = (true, true);
    }

    public void Remove() => (Exists, IsChanged, _current) = (false, true, default);

    /// <summary>The request succeeded; returns by how much the body grew.</summary>
    public int Keep()
    {
        var growth = _current.Body.Length - Kept.Body.Length;
        (IsTouched, IsDirty, Kept) = (false, IsDirty || IsChanged, _current);
        return growth;
    }

    /// <summary>The request failed: nothing of it stays.</summary>
    public void Drop() => IsTouched = false;

    public bool Matches(string? ifMatch) => ifMatch is null || ifMatch == DocumentETag.Format(ETag);

    public Document ToDocument() => new(Id, Body, DocumentETag.Format(ETag), DocumentExpiry.ToTime(Expires));
}
