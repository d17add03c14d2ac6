namespace AgentFunctions.Core.Resources;

/// <summary>What a put did.</summary>
/// <param name="Entry">The resource after it.</param>
/// <param name="Created">It was not there before.</param>
/// <param name="Changed">Something was written; false when the same spec was stored already.</param>
public sealed record ResourceWrite(ResourceEntry Entry, bool Created, bool Changed);
