namespace AgentFunctions.Core.Memory.Records;

/// <summary>A text as a vector.</summary>
/// <param name="Model">The model that made it; vectors of different models are not compared.</param>
/// <param name="Values">Its numbers; null where a search left them behind.</param>
public sealed record MemoryVector(string Model, IReadOnlyList<float>? Values);
