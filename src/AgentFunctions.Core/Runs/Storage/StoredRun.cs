using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Runs.Storage;

/// <summary>A run as it is stored: whole in its own partition; and in the index, as it was when it began and, once it is closed, as it ended. Times are Unix milliseconds.</summary>
internal sealed record StoredRun
{
    public int Format { get; init; } = 1;

    public required string Id { get; init; }

    public required string Agent { get; init; }

    public string? Team { get; init; }

    public string? Session { get; init; }

    /// <summary>A name of <see cref="RunStatuses"/>.</summary>
    public required string Status { get; init; }

    public required string Origin { get; init; }

    public required long StartedAt { get; init; }

    public required long LastSeenAt { get; init; }

    public long? EndedAt { get; init; }

    public string? Outcome { get; init; }

    /// <summary>The entry of the index that is this run's; others are left over from creations that came too late or were broken off.</summary>
    public required string Entry { get; init; }

    public RunStatus State => RunStatuses.Find(Status) ?? throw new InvalidOperationException($"A run document has the status '{Status}'.");

    public bool IsClosed => RunStatuses.IsClosed(State);

    public static StoredRun Read(Document document) =>
        JsonSerializer.Deserialize(document.Body.Span, RunJson.Default.StoredRun) ?? throw new InvalidOperationException("A run document is null.");

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, RunJson.Default.StoredRun);

    public Run ToRun() => new(
        Id, Agent, Team, Session, State, Origin, Time(StartedAt), Time(LastSeenAt), EndedAt is { } ended ? Time(ended) : null, RunOutcomes.Find(Outcome));

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
