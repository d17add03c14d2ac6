namespace AgentFunctions.Core.Subscriptions.Letters;

/// <summary>Which dead letters; all given must hold.</summary>
public sealed record DeadLetterFilter(string? Subscription = null, string? Topic = null, string? Reason = null);
