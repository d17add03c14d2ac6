namespace AgentFunctions.Core.Secrets;

/// <summary>A secret released for a use.</summary>
/// <param name="Current">The value.</param>
/// <param name="Previous">The value before, while a rotation overlaps: worth a try where <paramref name="Current"/> is refused; else null.</param>
public sealed record ResolvedSecret(Secret Current, Secret? Previous = null);
