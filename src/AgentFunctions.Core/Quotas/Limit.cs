namespace AgentFunctions.Core.Quotas;

/// <summary>A declared limit resolved for one thing on the path of a call.</summary>
/// <param name="QuotaId">The resource it comes from.</param>
/// <param name="Scope">What it counts for; concrete, never a wildcard.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="Window">Over which time.</param>
/// <param name="Amount">Most there may be at this moment, a temporary change included: nano-dollars, tokens, requests, bytes or calls.</param>
/// <param name="Mode">Refuses, or only tells.</param>
/// <param name="RunId">The run a <see cref="LimitWindow.Run"/> window counts in; null for every other.</param>
public sealed record Limit(string QuotaId, LimitScope Scope, LimitUnit Unit, LimitWindow Window, long Amount, LimitMode Mode, string? RunId = null);
