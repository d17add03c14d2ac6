namespace AgentFunctions.Embedded.Documents.Writing;

/// <summary>What a row holds; the default is no document.</summary>
/// <param name="HasDocument">There is one, though it may have expired.</param>
/// <param name="Body">UTF-8 JSON, never changed in place: results share it.</param>
/// <param name="ETag">Its ETag.</param>
/// <param name="Expires">Unix milliseconds, or null for never.</param>
internal readonly record struct RowState(bool HasDocument, ReadOnlyMemory<byte> Body, long ETag, long? Expires);
