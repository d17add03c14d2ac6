namespace AgentFunctions.Core.Keys;

/// <summary>A rotated secret that still works for a while.</summary>
internal sealed record RetiringSecret(string Hash, DateTimeOffset Until);
