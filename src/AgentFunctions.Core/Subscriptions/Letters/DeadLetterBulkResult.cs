namespace AgentFunctions.Core.Subscriptions.Letters;

/// <summary>What was done to many.</summary>
/// <param name="Items">Each, and whether it was done.</param>
/// <param name="HasMore">More match; ask again.</param>
public sealed record DeadLetterBulkResult(IReadOnlyList<(DeadLetter Letter, bool IsDone)> Items, bool HasMore);
