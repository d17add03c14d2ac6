using System.Text.Json;

namespace AgentFunctions.Core.Workflows.Replay;

/// <summary>What a turn came to; all of it is stored at once or not at all.</summary>
/// <param name="Events">To append: the turn, what came in, what the code did. Empty where nothing happened.</param>
/// <param name="Status">The latest custom status; null for none.</param>
/// <param name="NextDue">When its next timer is due; null for none.</param>
public sealed record TurnOutcome(IReadOnlyList<HistoryEvent> Events, JsonElement? Status, DateTimeOffset? NextDue)
{
    /// <summary>The instance ended with this output.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>The instance ended with this failure.</summary>
    public WorkflowFailure? Failure { get; init; }

    /// <summary>The code begins anew: its input, and the events that were not taken.</summary>
    public Continuation? Next { get; init; }

    public bool IsEnd => Output is not null || Failure is not null;
}
