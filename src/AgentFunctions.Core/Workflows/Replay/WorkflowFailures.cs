using System.Text.Json;

namespace AgentFunctions.Core.Workflows.Replay;

/// <summary>Failures as they are recorded.</summary>
public static class WorkflowFailures
{
    public const int MaxMessage = 2000;

    public static WorkflowFailure From(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var message = exception.Message;
        return new WorkflowFailure(exception.GetType().FullName ?? exception.GetType().Name, message.Length <= MaxMessage ? message : message[..MaxMessage]);
    }

    /// <summary>How a task of a catalogue entry ended; it has.</summary>
    public static WorkflowFailure? Of(Task<JsonElement> ended) =>
        ended.IsCompletedSuccessfully ? null : From(ended.Exception?.InnerException ?? new TaskCanceledException(ended));
}
