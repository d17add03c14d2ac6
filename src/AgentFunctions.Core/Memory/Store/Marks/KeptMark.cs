using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Memory.Store.Marks;

/// <summary>A mark as it was read; without an ETag there is none yet.</summary>
internal readonly record struct KeptMark(string Id, string? ETag, StoredMark Mark)
{
    public static KeptMark Read(Document document) => new(document.Id, document.ETag, JsonSerializer.Deserialize(document.Body.Span, MarkJson.Default.StoredMark) ?? new StoredMark());

    /// <summary>What makes it another, if nothing has changed it before; one that says nothing goes.</summary>
    public BatchOperation? To(StoredMark next)
    {
        if (next == Mark) return null;
        if (next == new StoredMark()) return ETag is null ? null : new BatchOperation.Delete(Id, ETag);
        var write = new DocumentWrite(Id, JsonSerializer.SerializeToUtf8Bytes(next, MarkJson.Default.StoredMark));
        return ETag is null ? new BatchOperation.Create(write) : new BatchOperation.Replace(write, ETag);
    }
}
