using AgentFunctions.Core.Memory.Records;

namespace AgentFunctions.Core.Memory.Search;

/// <summary>A record that was found.</summary>
/// <param name="Record">As it is now.</param>
/// <param name="Score">The sum of the signals' contributions; only comparable within one result.</param>
/// <param name="Signals">Every signal that was not zero, in the order of <see cref="MemorySignals"/>.</param>
public sealed record MemoryHit(MemoryRecord Record, double Score, IReadOnlyList<SignalScore> Signals);
