using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Runs.Starting;

namespace AgentFunctions.Core.Runs.Storage;

/// <summary>What a run of ours was started with, next to its run document. It never changes.</summary>
internal sealed record StoredWork
{
    public required RunTargetKind Kind { get; init; }

    public required string TargetId { get; init; }

    public required JsonElement Input { get; init; }

    public required int Steps { get; init; }

    public required int Depth { get; init; }

    /// <summary>SHA-256 of what the start asked for: the same key with another is refused.</summary>
    public required string BodyHash { get; init; }

    public IReadOnlyDictionary<string, RunPin> Pins { get; init; } = new Dictionary<string, RunPin>();

    public string? ParentStep { get; init; }

    /// <summary>What the input is worth; null in runs from before this was kept: nobody knows.</summary>
    public ContentLabel? InputLabel { get; init; }

    public static StoredWork Read(Document document) =>
        JsonSerializer.Deserialize(document.Body.Span, RunJson.Default.StoredWork) ?? throw new InvalidOperationException("A run's work document is null.");

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, RunJson.Default.StoredWork);

    public RunWork ToWork(string tenantId, StoredRun run) => new()
    {
        Run = run.ToRun(),
        TenantId = tenantId,
        Target = new RunTarget(Kind, TargetId),
        Input = Input.ValueKind == JsonValueKind.Undefined ? RunJson.Null : Input,
        Limits = new RunLimits
        {
            Steps = Steps,
            Depth = Depth,
            Deadline = run.Deadline is { } deadline ? DateTimeOffset.FromUnixTimeMilliseconds(deadline) : null,
            Budget = run.Budgets?.FirstOrDefault(budget => budget.Run == run.Id)?.Amount,
        },
        Pins = Pins,
        StartedBy = run.StartedBy ?? "system",
        PublishedBy = run.PublishedBy ?? [],
        ParentRunId = run.Parent,
        ParentStepId = ParentStep,
        InputLabel = InputLabel ?? ContentLabel.Unknown,
        StepsLabel = run.StepsLabel ?? ContentLabel.Best,
        ForkOf = run.ForkOf,
        Rewinds = run.Generation,
        IsCancelling = run.Cancelling,
    };
}
