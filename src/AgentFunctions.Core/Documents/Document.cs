namespace AgentFunctions.Core.Documents;

/// <summary>A stored document.</summary>
/// <param name="Id">Id within its partition, <c>^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$</c>.</param>
/// <param name="Body">UTF-8 JSON object, at most <see cref="DocumentLimits.MaxDocumentBytes"/>.</param>
/// <param name="ETag">Opaque; changes with every write of the document.</param>
/// <param name="ExpiresAt">When it ceases to exist, or null. Expired documents are never returned, whether or not they were removed yet.</param>
public sealed record Document(string Id, ReadOnlyMemory<byte> Body, string ETag, DateTimeOffset? ExpiresAt = null);
