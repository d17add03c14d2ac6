namespace AgentFunctions.Core.Memory.Records;

/// <summary>Where a record came from.</summary>
/// <param name="Kind">How.</param>
/// <param name="Principal">Whose key wrote it, <c>agents/a</c> or <c>principals/p</c>; two sources are independent only where this differs. Whom the agent's own key says it speaks for makes no source of its own.</param>
/// <param name="Reference">What it was taken from (a message, a tool call, a document); null: from nothing but the principal.</param>
/// <param name="RunId">The run in which it was written; null for none.</param>
/// <param name="IsTrusted">The content behind it was trusted when it was taken.</param>
public sealed record MemorySource(MemorySourceKind Kind, string Principal, string? Reference, string? RunId, bool IsTrusted);
