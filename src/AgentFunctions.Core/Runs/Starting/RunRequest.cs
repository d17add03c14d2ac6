using System.Text.Json;
using AgentFunctions.Core.Labels;

namespace AgentFunctions.Core.Runs.Starting;

/// <summary>A run that somebody wants started.</summary>
public sealed record RunRequest
{
    public required RunTarget Target { get; init; }

    /// <summary>Any JSON; at most 1 MiB over HTTP.</summary>
    public required JsonElement Input { get; init; }

    /// <summary>What the input is worth at most; what the target says of its users lowers it further.</summary>
    public ContentLabel InputLabel { get; init; } = ContentLabel.Best;

    /// <summary>The session its calls belong to; null for none.</summary>
    public string? Session { get; init; }

    /// <summary>On whose behalf, a valid name (<see cref="Core.Subjects.SubjectNames"/>); null where that is not known.</summary>
    public string? EndUser { get; init; }

    /// <summary>The team that the caller takes the target to belong to; null where nothing is said. A start that names another one is refused.</summary>
    public string? Team { get; init; }

    /// <summary>Narrower limits than those of the target; wider ones count as the target's.</summary>
    public RunRequestLimits Limits { get; init; } = new();

    /// <summary>The same key of the same initiator for the same target is the same run; null: a run of its own.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Runs that the event it is started for came about through; 0 where it is none.</summary>
    internal int EventDepth { get; init; }

    /// <summary>The run whose end published what it is started with; null: none.</summary>
    internal string? CausedBy { get; init; }

    /// <summary>Who published that event, or those that it goes back to; nobody where it comes of a schedule or a webhook.</summary>
    internal IReadOnlyList<string> PublishedBy { get; init; } = [];
}
