using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Records;

namespace AgentFunctions.Core.Memory.Store.Storage;

/// <summary>A record as it was read.</summary>
internal readonly record struct KeptRecord(MemoryRecord Record, string ETag)
{
    public static KeptRecord Read(Document document) => new(MemoryRecordJson.Read(document.Body.Span), document.ETag);
}
