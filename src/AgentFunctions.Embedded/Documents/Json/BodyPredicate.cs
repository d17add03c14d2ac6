namespace AgentFunctions.Embedded.Documents.Json;

/// <summary>A compiled filter: whether it holds for a body.</summary>
internal delegate bool BodyPredicate(ReadOnlySpan<byte> body);
