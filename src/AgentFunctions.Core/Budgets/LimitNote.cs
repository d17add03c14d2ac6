namespace AgentFunctions.Core.Budgets;

/// <summary>A refusal, or what would have been one.</summary>
/// <param name="Watched">By which limit.</param>
/// <param name="Settled">What was charged to it at that moment.</param>
internal sealed record LimitNote(WatchedLimit Watched, long Settled);
