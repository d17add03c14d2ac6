namespace AgentFunctions.Core.Usage.Following;

/// <summary>Events that a consumer is handed, in the order of the log.</summary>
/// <param name="After">Offset of the last event before them.</param>
/// <param name="Last">Offset of the last of them.</param>
/// <param name="Bodies">The events.</param>
internal sealed record UsagePage(long After, long Last, IEnumerable<ReadOnlyMemory<byte>> Bodies);
