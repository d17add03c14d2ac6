using System.Text.Json;
using System.Text.Json.Serialization;
using AgentFunctions.Core.Labels;

namespace AgentFunctions.Core.Runs.Steps;

/// <summary>A step of a run: what was done, as reports, forks and people see it.</summary>
public sealed record RunStep
{
    /// <summary>Unique in the run and the same at every replay; its order is the order of steps. <c>^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$</c>.</summary>
    public required string Id { get; init; }

    public required RunStepKind Kind { get; init; }

    /// <summary>Of the model, tool, workflow or step of a definition.</summary>
    public required string Name { get; init; }

    public required RunStepStatus Status { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>SHA-256 of what went in: a fork serves a result only for the same input.</summary>
    public string? InputDigest { get; init; }

    /// <summary>What went in; at most 16 KiB, larger as <c>{"$ref":"pl_…"}</c>.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>What came out; at most 32 KiB, larger as <c>{"$ref":"pl_…"}</c>.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>What came out is worth that; null where it is the product's own, what people said, or worth what the step was shown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ContentLabel? Label { get; init; }

    /// <summary>Code and message, where it failed.</summary>
    public string? Error { get; init; }

    /// <summary>The approval it waits for or used.</summary>
    public string? ApprovalId { get; init; }

    /// <summary>What it came to; null where that is not known. Reports show it step by step.</summary>
    public RunStepUsage? Usage { get; init; }

    /// <summary>What the model was shown; null where that was not measured.</summary>
    public RunStepContext? Context { get; init; }

    /// <summary>It was done by the run that this one is a fork of: it is not this one's to undo.</summary>
    [JsonIgnore]
    public bool IsCopied { get; init; }

    /// <summary>Ledger ids of its calls.</summary>
    public IReadOnlyList<string> CallIds { get; init; } = [];
}
