using System.Text.Json;
using System.Text.Json.Serialization;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Labels;

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

    /// <summary>Runs of ours: what is run, <c>agents/demo</c>; null for agents that live elsewhere.</summary>
    public string? Target { get; init; }

    /// <summary>The workflow, where a workflow is run.</summary>
    public string? Workflow { get; init; }

    public string? StartedBy { get; init; }

    /// <summary>On whose behalf, as it was given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? EndUser { get; init; }

    /// <summary>The same as it is compared; what erasures and exports find the run by.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Subject { get; init; }

    public string? Parent { get; init; }

    public string? ForkOf { get; init; }

    /// <summary>The run whose end published what it was started with.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CausedBy { get; init; }

    /// <summary>Until when it must be over.</summary>
    public long? Deadline { get; init; }

    /// <summary>Number of the latest event; every change of a run of ours is conditional on it.</summary>
    public long Seq { get; init; }

    /// <summary>Steps begun.</summary>
    public long Steps { get; init; }

    /// <summary>The engine has it.</summary>
    public bool Scheduled { get; init; }

    /// <summary>Somebody asked for its end.</summary>
    public bool Cancelling { get; init; }

    /// <summary>While it is suspended: where it was, or has come to since.</summary>
    public string? Inner { get; init; }

    /// <summary>Rewinds so far: what was known of it before one no longer holds.</summary>
    public long Generation { get; init; }

    /// <summary>What it and the runs above it may cost; the run's own first.</summary>
    public IReadOnlyList<StoredBudget>? Budgets { get; init; }

    /// <summary>What the outputs of its steps are worth together; null: nothing speaks against them. It only ever falls.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ContentLabel? StepsLabel { get; init; }

    /// <summary>Steps it may take.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? StepLimit { get; init; }

    /// <summary>Runs within runs below it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? DepthLimit { get; init; }

    /// <summary>Runs that the event it was started for came about through; 0 where it was none.</summary>
    public int EventDepth { get; init; }

    /// <summary>Who published that event, or those that it goes back to: has no say in what it asks people. Those of signals are in a document of their own.</summary>
    public IReadOnlyList<string>? PublishedBy { get; init; }

    /// <summary>What it says from then on is erased, see <see cref="Subjects.IRunContents"/>; it is over, not opened again and not forked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? ErasedFrom { get; init; }

    /// <summary>Nothing is left of it but that its id was used.</summary>
    public bool Purged { get; init; }

    public bool IsOurs => Origin != Run.External;

    public RunStatus State => RunStatuses.Find(Status) ?? throw new InvalidOperationException($"A run document has the status '{Status}'.");

    public bool IsClosed => RunStatuses.IsClosed(State);

    public static StoredRun Read(Document document) =>
        JsonSerializer.Deserialize(document.Body.Span, RunJson.Default.StoredRun) ?? throw new InvalidOperationException("A run document is null.");

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, RunJson.Default.StoredRun);

    public Run ToRun() => new(
        Id, Agent, Team, Session, State, Origin, Time(StartedAt), Time(LastSeenAt), EndedAt is { } ended ? Time(ended) : null, IsOurs ? RunOutcomes.OfStatus(State) : RunOutcomes.Find(Outcome))
    {
        Target = Target,
        StartedBy = StartedBy,
        EndUser = EndUser,
        Parent = Parent,
        ForkOf = ForkOf,
        Steps = Steps,
        Deadline = Deadline is { } deadline ? Time(deadline) : null,
        IsCancelling = Cancelling,
        Limits = StepLimit is { } steps && DepthLimit is { } depth
            ? new Starting.RunLimits { Steps = steps, Depth = depth, Deadline = Deadline is { } until ? Time(until) : null, Budget = Budgets?.FirstOrDefault(budget => budget.Run == Id)?.Amount }
            : null,
    };

    /// <summary>What is left after a purge: that the id was used, and by whom.</summary>
    public StoredRun ToTombstone() => new()
    {
        Id = Id,
        Agent = Agent,
        Team = Team,
        Status = Status,
        Origin = Origin,
        StartedAt = StartedAt,
        LastSeenAt = LastSeenAt,
        EndedAt = EndedAt,
        Entry = Entry,
        Purged = true,
    };

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
