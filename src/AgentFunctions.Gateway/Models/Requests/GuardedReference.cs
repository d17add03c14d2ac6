namespace AgentFunctions.Gateway.Models.Requests;

/// <summary>Something in a request that needs a right.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The tool type, id or URL.</param>
/// <param name="Offset">Offset of its value in the body; names the path in a refusal.</param>
public readonly record struct GuardedReference(GuardedReferenceKind Kind, string Value, int Offset);
