namespace AgentFunctions.Core.Documents;

/// <summary>What a create, replace or upsert writes.</summary>
/// <param name="Id">Id within its partition.</param>
/// <param name="Body">UTF-8 JSON object.</param>
/// <param name="TimeToLive">Counted from this write, whole seconds, at least one; null keeps it forever.</param>
public readonly record struct DocumentWrite(string Id, ReadOnlyMemory<byte> Body, TimeSpan? TimeToLive = null);
