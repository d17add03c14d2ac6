using System.Text.Json;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Core.Workflows.Replay;

namespace AgentFunctions.Embedded.Workflows.Storage;

/// <summary>What a turn writes, serialised before it reaches the writer's thread.</summary>
internal sealed record TurnWrite
{
    public required InstanceRow Instance { get; init; }

    public required long Epoch { get; init; }

    /// <summary>Messages up to this number are done; null: none.</summary>
    public required long? Through { get; init; }

    public required TurnOutcome Outcome { get; init; }

    /// <summary>The outcome's events.</summary>
    public required IReadOnlyList<byte[]> Bodies { get; init; }

    /// <summary>Activities to insert, those that this process runs itself first.</summary>
    public required IReadOnlyList<ActivityTask> Activities { get; init; }

    /// <summary>How many of them this process runs itself.</summary>
    public required int Claimed { get; init; }

    /// <summary>Children to start, with the version of their code; null for one that is in no catalogue.</summary>
    public required IReadOnlyList<(HistoryEvent Child, int? Version)> Children { get; init; }

    public JsonElement? Status => Outcome.Status;

    public WorkflowFailure? Failure => Outcome.Failure;
}
