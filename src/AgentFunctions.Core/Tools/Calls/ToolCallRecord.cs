namespace AgentFunctions.Core.Tools.Calls;

/// <summary>What is known of a call under its idempotency key.</summary>
/// <param name="Digest">Of the tool and the arguments: the same key for something else is a mistake.</param>
/// <param name="Tool">Which tool.</param>
/// <param name="CallId">The call that wrote it.</param>
/// <param name="Attempt">0 while people are asked first; 1, and one more each time it is sent again because it did not happen, for certain or by the word of a person.</param>
/// <param name="SentAt">When it was about to be sent; of an answered call when it was answered.</param>
/// <param name="EndsAt">Until then whoever sends it may still be at it.</param>
/// <param name="Result">What the tool answered; null: it may have been sent, and nobody has said what came of it.</param>
/// <param name="Owner">The process that sends it.</param>
/// <param name="Asked">How often people were asked what came of it, earlier questions having ended without an answer.</param>
public sealed record ToolCallRecord(string Digest, string Tool, string CallId, int Attempt, DateTimeOffset SentAt, DateTimeOffset EndsAt, ToolResult? Result, string Owner, int Asked = 0)
{
    /// <summary>It was not sent after all, for certain: the same call again is sent.</summary>
    public bool IsNotSent { get; init; }

    /// <summary>On whose behalf, as it is compared; null where that is not known. What is kept outside runs is found by it.</summary>
    public string? Subject { get; init; }

    /// <summary>Of the agent; kept where <see cref="Subject"/> is.</summary>
    public string? Team { get; init; }

    /// <summary>Of the stored document; null for one that is not stored.</summary>
    public string? ETag { get; init; }
}
