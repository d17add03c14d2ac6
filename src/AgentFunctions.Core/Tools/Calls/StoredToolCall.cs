using AgentFunctions.Core.Labels;

namespace AgentFunctions.Core.Tools.Calls;

/// <summary>A call as it is stored. Content is base64 of its JSON: what a tool answers keeps to no rules of the store. What is too large for one document lies in <see cref="Parts"/> more, <c>{id}:{n}</c>. Times are Unix milliseconds.</summary>
internal sealed record StoredToolCall
{
    public int Format { get; init; } = 1;

    public required string Digest { get; init; }

    public required string Tool { get; init; }

    public required string CallId { get; init; }

    public required int Attempt { get; init; }

    public required long SentAt { get; init; }

    public required long EndsAt { get; init; }

    public required string Owner { get; init; }

    /// <summary>On whose behalf, as it is compared.</summary>
    public string? Subject { get; init; }

    /// <summary>Who called, where there is a <see cref="Subject"/>.</summary>
    public string? Agent { get; init; }

    public string? Team { get; init; }

    public int Asked { get; init; }

    public bool IsNotSent { get; init; }

    public bool IsAnswered { get; init; }

    public bool IsError { get; init; }

    public int? Status { get; init; }

    public string? Integrity { get; init; }

    public string? Confidentiality { get; init; }

    public string? Content { get; init; }

    public int Parts { get; init; }

    public ContentLabel Label => new(LabelNames.FindIntegrity(Integrity) ?? Labels.Integrity.Untrusted, LabelNames.FindConfidentiality(Confidentiality) ?? Labels.Confidentiality.Restricted);
}
