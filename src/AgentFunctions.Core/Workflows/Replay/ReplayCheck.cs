using System.Text.Json;

namespace AgentFunctions.Core.Workflows.Replay;

/// <summary>For tests: does a fresh replay of everything, the latest turn included, come to the same?</summary>
public static class ReplayCheck
{
    /// <returns>The outcome, or that of a failure which names the difference.</returns>
    public static TurnOutcome Verify(WorkflowExecution fresh, IReadOnlyList<HistoryEvent> history, TurnOutcome outcome, DateTimeOffset now)
    {
        if (fresh.Replay([.. history, .. outcome.Events]) is { } difference)
            return WorkflowExecution.Failed(now, difference);
        var again = fresh.Run(now, []);
        var isSame = Text(again.Output) == Text(outcome.Output) && again.Failure == outcome.Failure && Text(again.Status) == Text(outcome.Status) && Text(again.Next?.Input) == Text(outcome.Next?.Input);
        return isSame ? outcome : WorkflowExecution.Failed(now, new WorkflowFailure(WorkflowFailureTypes.NotDeterministic, "A replay ends, fails, continues or shows a status otherwise than the run did."));
    }

    private static string? Text(JsonElement? value) => value is { ValueKind: not JsonValueKind.Undefined } element ? element.GetRawText() : null;
}
