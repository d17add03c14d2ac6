using System.Text.Json;
using AgentFunctions.Core.Labels;

namespace AgentFunctions.Core.Runs.Starting;

/// <summary>A run to be started as a step of another.</summary>
public sealed record ChildRun
{
    public required string ParentRunId { get; init; }

    /// <summary>The step: one child for each, however often it is asked for.</summary>
    public required string StepId { get; init; }

    public required RunTarget Target { get; init; }

    public required JsonElement Input { get; init; }

    /// <summary>What the run that hands it over had seen by then; null: nobody knows.</summary>
    public ContentLabel? InputLabel { get; init; }

    /// <summary>Fewer steps than its target has by itself; null: those.</summary>
    public int? Steps { get; init; }

    /// <summary>Earlier than the parent's deadline; later counts as the parent's.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>A budget of its own, in nano-dollars; those of the runs above it hold for it as well.</summary>
    public long? Budget { get; init; }
}
