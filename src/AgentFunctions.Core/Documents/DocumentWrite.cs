namespace AgentFunctions.Core.Documents;

/// <summary>What a create, replace or upsert writes.</summary>
/// <param name="Id">Id within its partition.</param>
/// <param name="Body">UTF-8 JSON object; no property name twice in one object, integers within <see cref="DocumentLimits.MaxInteger"/>, at most <see cref="DocumentLimits.MaxDepth"/> levels. Engines copy it before they return.</param>
/// <param name="TimeToLive">Counted from this write, whole seconds, at least one; null keeps it forever.</param>
public readonly record struct DocumentWrite(string Id, ReadOnlyMemory<byte> Body, TimeSpan? TimeToLive = null);
