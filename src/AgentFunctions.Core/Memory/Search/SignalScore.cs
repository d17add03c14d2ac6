namespace AgentFunctions.Core.Memory.Search;

/// <summary>What one signal said of a record.</summary>
/// <param name="Name">One of <see cref="MemorySignals"/>.</param>
/// <param name="Value">As measured, 0 to 1.</param>
/// <param name="Contribution">What it added to the score: the value by its weight.</param>
public sealed record SignalScore(string Name, double Value, double Contribution);
