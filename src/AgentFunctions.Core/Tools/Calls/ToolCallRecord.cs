namespace AgentFunctions.Core.Tools.Calls;

/// <summary>What is known of a call under its idempotency key.</summary>
/// <param name="Digest">Of the tool and the arguments: the same key for something else is a mistake.</param>
/// <param name="Tool">Which tool.</param>
/// <param name="CallId">The call that wrote it.</param>
/// <param name="Attempt">1, and one more each time it was sent again because a person said that it did not happen.</param>
/// <param name="SentAt">When it was about to be sent; of an answered call when it was answered.</param>
/// <param name="EndsAt">Until then whoever sends it may still be at it.</param>
/// <param name="Result">What the tool answered; null: it may have been sent, and nobody has said what came of it.</param>
/// <param name="Asked">How often people were asked what came of it, earlier questions having ended without an answer.</param>
public sealed record ToolCallRecord(string Digest, string Tool, string CallId, int Attempt, DateTimeOffset SentAt, DateTimeOffset EndsAt, ToolResult? Result, int Asked = 0)
{
    /// <summary>Of the stored document; null for one that is not stored.</summary>
    public string? ETag { get; init; }
}
