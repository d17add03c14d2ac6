using AgentFunctions.Core.Workflows;

namespace AgentFunctions.Functions.Durable;

/// <summary>A failure in the contract's own words. Durable Task keeps the type and the text of an exception and nothing else, so the word is the beginning of the text.</summary>
public sealed class WorkflowFaultException(WorkflowFailure failure) : Exception($"{failure.Type}{Separator}{failure.Message}")
{
    private const string Separator = ": ";

    public WorkflowFailure Failure { get; } = failure;

    /// <summary>The failure that Durable Task recorded.</summary>
    internal static WorkflowFailure Read(string errorType, string message)
    {
        if (errorType != typeof(WorkflowFaultException).FullName) return new WorkflowFailure(errorType, message);
        var end = message.IndexOf(Separator, StringComparison.Ordinal);
        return end < 0 ? new WorkflowFailure(errorType, message) : new WorkflowFailure(message[..end], message[(end + Separator.Length)..]);
    }
}
