using AgentFunctions.Core.Memory.Records;

namespace AgentFunctions.Core.Memory.Store.Reading;

/// <summary>A page of records, in the order of ids.</summary>
public sealed record MemoryPage(IReadOnlyList<MemoryRecord> Items, string? NextCursor);
