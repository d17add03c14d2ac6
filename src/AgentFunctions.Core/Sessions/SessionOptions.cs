namespace AgentFunctions.Core.Sessions;

/// <summary>How much sessions hold, and how much of them is read at once. Section <c>AgentFunctions:Sessions</c>.</summary>
public sealed class SessionOptions
{
    public const string SectionName = "AgentFunctions:Sessions";

    /// <summary>Bytes of a message as JSON. Default 1 MiB, 1 KiB to 4 MiB, which is what a request may bring. A larger one is refused with <c>request_too_large</c>; what a run says is cut.</summary>
    public int MaxMessageBytes { get; set; } = 1024 * 1024;

    /// <summary>Bytes of a slot's value as JSON. Default 1 MiB, 1 KiB to 16 MiB. A larger one is refused with <c>request_too_large</c>.</summary>
    public int MaxSlotBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// Bytes that a session may come to: its messages, and all versions of its slots, also what was erased meanwhile. Default 256 MiB, 1 MiB to 1 TiB. What a caller writes beyond is refused with <c>session_full</c>; a run that
    /// began before may go beyond by what it is asked and answers, the next is refused.
    /// </summary>
    public long MaxBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>Bytes of contents after which a page of messages, or of versions of a slot, ends; it holds one at least. Default 4 MiB, 64 KiB to 64 MiB.</summary>
    public int MaxPageBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>
    /// Bytes of the latest messages of a session that a context is made of; with a budget of tokens, less: 64 a token, 1 MiB at least. The same bounds its slots, and what of its earlier messages is pinned. Default 8 MiB, 1 MiB
    /// to 64 MiB.
    /// </summary>
    public int MaxContextBytes { get; set; } = 8 * 1024 * 1024;
}
