namespace AgentFunctions.Core.Subscriptions.Letters;

/// <summary>A page of dead letters, newest first.</summary>
public sealed record DeadLetterPage(IReadOnlyList<DeadLetter> Items, string? NextCursor);
