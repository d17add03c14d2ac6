namespace AgentFunctions.Gateway.Models.Events;

/// <summary>One server-sent event as it came off the wire.</summary>
/// <param name="Raw">All its bytes, the blank line included.</param>
/// <param name="Data">Its data, lines joined by LF; meaningless unless <paramref name="HasData"/>.</param>
/// <param name="HasData">false for comments and events without a data line.</param>
internal readonly record struct SseEvent(ReadOnlyMemory<byte> Raw, ReadOnlyMemory<byte> Data, bool HasData);
