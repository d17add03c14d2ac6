namespace AgentFunctions.Core.Memory.Vectors;

/// <summary>The vectors that the store's index takes.</summary>
/// <param name="Dimensions">Numbers of one; a vector of another length cannot be kept.</param>
public sealed record MemoryVectorSpace(int Dimensions);
