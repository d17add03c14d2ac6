using System.Text.Json;
using System.Text.Json.Serialization;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Approvals.Storage;

/// <summary>
/// A request as it is stored. Times are Unix milliseconds. JSON of others (action, values, schema) is kept as its canonical text: the store's rules for documents (no integer beyond 2^53) would refuse or round what people
/// must see exactly.
/// </summary>
internal sealed record StoredApproval
{
    public int Format { get; init; } = 1;

    public required string Id { get; init; }

    public required string Key { get; init; }

    public required string Kind { get; init; }

    public required string Action { get; init; }

    public required string Digest { get; init; }

    public required string Agent { get; init; }

    public string? Team { get; init; }

    public string? RunId { get; init; }

    public string? StepId { get; init; }

    /// <summary>On whose behalf, as it was given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? EndUser { get; init; }

    /// <summary>The same as it is compared.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Subject { get; init; }

    public required string RequestedBy { get; init; }

    public IReadOnlyList<string>? PublishedBy { get; init; }

    public required IReadOnlyList<string> Owners { get; init; }

    public required IReadOnlyList<string> Approvers { get; init; }

    public required int Count { get; init; }

    public required long ExpiresAfter { get; init; }

    public long? RemindEvery { get; init; }

    public string? SignalInstance { get; init; }

    public string? SignalEvent { get; init; }

    public string? ValueSchema { get; init; }

    public required string Status { get; init; }

    public required long CreatedAt { get; init; }

    public required long ExpiresAt { get; init; }

    /// <summary>When to remind next; null for never again.</summary>
    public long? RemindAt { get; init; }

    public required IReadOnlyList<StoredVote> Votes { get; init; }

    public required IReadOnlyList<StoredApprovalChange> Changes { get; init; }

    public long? DecidedAt { get; init; }

    /// <summary>The execution that took it.</summary>
    public string? UseKey { get; init; }

    public long? UsedAt { get; init; }

    public string? Reason { get; init; }

    /// <summary>The workflow that waits was told of the end, or nobody waits.</summary>
    public bool Signalled { get; init; }

    /// <summary>Events that are owed.</summary>
    public required IReadOnlyList<StoredNotice> Notices { get; init; }

    public ApprovalStatus State => ApprovalNames.FindStatus(Status) ?? throw new InvalidOperationException($"An approval document has the status '{Status}'.");

    public bool IsPending => Status == "pending";

    /// <summary>Something is left to be told.</summary>
    public bool Owes => Notices.Count > 0 || (!IsPending && !Signalled);

    /// <summary>From then on an approved action is not begun any more.</summary>
    public long? UsableUntil => DecidedAt is { } decided && Kind == "action" ? decided + Math.Max(ExpiresAfter, (long)ApprovalLimits.MinUse.TotalMilliseconds) : null;

    /// <summary>When the job has to look at it again; a long time off for nothing.</summary>
    public long Due => Owes ? 0 : !IsPending ? long.MaxValue >> 10 : Math.Min(ExpiresAt, RemindAt ?? ExpiresAt);

    public static StoredApproval Read(Document document) =>
        JsonSerializer.Deserialize(document.Body.Span, ApprovalJson.Default.StoredApproval) ?? throw new InvalidOperationException("An approval document is null.");

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, ApprovalJson.Default.StoredApproval);
}
