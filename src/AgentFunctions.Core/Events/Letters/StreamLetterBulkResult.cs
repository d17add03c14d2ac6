namespace AgentFunctions.Core.Events.Letters;

/// <summary>What was done to many.</summary>
/// <param name="Items">Each, and whether it was done.</param>
/// <param name="NextCursor">Where to go on; null where there are no more.</param>
public sealed record StreamLetterBulkResult(IReadOnlyList<StreamLetterResult> Items, string? NextCursor);
