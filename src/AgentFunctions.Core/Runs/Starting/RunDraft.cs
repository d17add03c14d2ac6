using System.Text.Json;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Runs.Storage;

namespace AgentFunctions.Core.Runs.Starting;

/// <summary>A run about to be written.</summary>
internal sealed record RunDraft(string Id, RunTarget Target, string Agent, string? Team, string StartedBy, string BodyHash)
{
    public required JsonElement Input { get; init; }

    public required RunLimits Limits { get; init; }

    public required IReadOnlyDictionary<string, RunPin> Pins { get; init; }

    /// <summary>What the input is worth.</summary>
    public required ContentLabel InputLabel { get; init; }

    public string? Session { get; init; }

    /// <summary>On whose behalf.</summary>
    public string? EndUser { get; init; }

    public string? Parent { get; init; }

    public string? ParentStep { get; init; }

    public int EventDepth { get; init; }

    /// <summary>The run whose end published what it is started with; null: none.</summary>
    public string? CausedBy { get; init; }

    public IReadOnlyList<string> PublishedBy { get; init; } = [];

    public string? ForkOf { get; init; }

    /// <summary>Of the runs above it.</summary>
    public IReadOnlyList<StoredBudget> Above { get; init; } = [];

    /// <summary>Steps that are there from the start.</summary>
    public IReadOnlyList<StoredStep> Steps { get; init; } = [];

    /// <summary>What their outputs are worth together; null: nothing speaks against them.</summary>
    public ContentLabel? StepsLabel => Steps.Aggregate((ContentLabel?)null, static (all, step) => step.Step.Label is { } label ? all?.Least(label) ?? label : all);
}
