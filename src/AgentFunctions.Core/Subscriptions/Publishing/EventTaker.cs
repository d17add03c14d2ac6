namespace AgentFunctions.Core.Subscriptions.Publishing;

/// <summary>A subscription that took an event.</summary>
/// <param name="Subscription">Which.</param>
/// <param name="RunId">The run that is started for it; null where a run is told.</param>
/// <param name="Team">Team of the subscription; null: the tenant's.</param>
public sealed record EventTaker(string Subscription, string? RunId, string? Team);
