using System.Text.Json;
using AgentFunctions.Core.Labels;

namespace AgentFunctions.Core.Runs.Starting;

/// <summary>A run of ours as whoever does it needs it.</summary>
public sealed record RunWork
{
    public required Run Run { get; init; }

    public required string TenantId { get; init; }

    public required RunTarget Target { get; init; }

    /// <summary>What it was started with; larger than 16 KiB a reference of owner <c>runs/{id}</c>.</summary>
    public required JsonElement Input { get; init; }

    public required RunLimits Limits { get; init; }

    /// <summary>Versions it goes by: <c>agents/demo</c>, <c>workflows/triage</c>, <c>tools/orders.get</c> and all that these name, as declared when it began.</summary>
    public required IReadOnlyDictionary<string, RunPin> Pins { get; init; }

    /// <summary>Who started it, <c>operator/ops</c> or <c>agent/triage</c>: may not approve what it asks for. Of a run within a run: who started the outermost one.</summary>
    public required string StartedBy { get; init; }

    /// <summary>Who else is behind it (<see cref="Approvals.ApprovalRequest.PublishedBy"/>): may not approve what it asks for either.</summary>
    public IReadOnlyList<string> PublishedBy { get; init; } = [];

    /// <summary>The run that started this one as a step; null for none.</summary>
    public string? ParentRunId { get; init; }

    /// <summary>That step.</summary>
    public string? ParentStepId { get; init; }

    /// <summary>What its input is worth: no more than whoever gave it, and, of a run within a run, no more than what that one had seen when it handed the work over.</summary>
    public ContentLabel InputLabel { get; init; } = ContentLabel.Unknown;

    /// <summary>What the outputs of its steps so far are worth together.</summary>
    public ContentLabel StepsLabel { get; init; } = ContentLabel.Unknown;

    /// <summary>The run this one is a fork of: steps that are in its journal from the start have ended and are not done again.</summary>
    public string? ForkOf { get; init; }

    /// <summary>Rewinds so far.</summary>
    public long Rewinds { get; init; }

    /// <summary>Somebody asked for its end.</summary>
    public bool IsCancelling { get; init; }
}
