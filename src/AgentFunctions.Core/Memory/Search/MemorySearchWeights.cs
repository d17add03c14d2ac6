namespace AgentFunctions.Core.Memory.Search;

/// <summary>How much each signal counts. Signals are 0 to 1; a weight of 0 switches one off.</summary>
public sealed record MemorySearchWeights
{
    public static MemorySearchWeights Default { get; } = new();

    public double Lexical { get; init; } = 1;
}
