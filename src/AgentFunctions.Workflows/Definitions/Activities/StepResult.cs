using System.Text.Json;
using System.Text.Json.Serialization;
using AgentFunctions.Workflows.Agents.Running;

namespace AgentFunctions.Workflows.Definitions.Activities;

/// <summary>What came of a step, or how it goes on.</summary>
internal sealed record StepResult : IWritten
{
    public required StepOutcome Outcome { get; init; }

    /// <summary>Of a step that is done; larger content as a reference of the run.</summary>
    public JsonElement? Output { get; init; }

    public RunFault? Fault { get; init; }

    /// <summary>Nothing can catch it: the run is over or has no money left.</summary>
    public bool IsFatal { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public string? ApprovalId { get; init; }

    /// <summary>People were asked what became of it, not whether it may be done.</summary>
    public bool IsOutcome { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public string? EventName { get; init; }

    public string? ChildRunId { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The run that this one is a fork of did it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsCopied { get; init; }

    /// <summary>Of what went in and came out, once it is over.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Bytes { get; init; }

    public static StepResult Failed(RunFault fault, bool isFatal = false) => new() { Outcome = StepOutcome.Failed, Fault = fault, IsFatal = isFatal };
}
