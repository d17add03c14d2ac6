using System.Text.Json;
using AgentFunctions.Core.Workflows;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace AgentFunctions.Functions.Durable;

/// <summary>Failures that Durable Task recorded, in the contract's words.</summary>
internal static class DurableFailures
{
    private const string Failed = "failed";

    /// <summary>Of an activity or child. Durable Task gives no details where a child was terminated, and none that say so where the host has no such function.</summary>
    public static WorkflowFailure Of(TaskFailureDetails? details, string task, bool isInCatalogue) => details switch
    {
        _ when !isInCatalogue => new WorkflowFailure(WorkflowFailureTypes.NotInCatalogue, $"This host has no '{task}'. Keep old versions until their instances have ended."),
        null => new WorkflowFailure(WorkflowFailureTypes.Terminated, $"{task} was terminated."),
        _ => WorkflowFaultException.Read(details.ErrorType, details.ErrorMessage),
    };

    /// <summary>Of an instance; null where it did not fail.</summary>
    public static WorkflowFailure? Of(OrchestrationMetadata metadata) => metadata.RuntimeStatus switch
    {
        OrchestrationRuntimeStatus.Failed when metadata.FailureDetails is { } details => WorkflowFaultException.Read(details.ErrorType, details.ErrorMessage),
        OrchestrationRuntimeStatus.Failed => new WorkflowFailure(Failed, metadata.SerializedOutput ?? ""),
        OrchestrationRuntimeStatus.Terminated => new WorkflowFailure(WorkflowFailureTypes.Terminated, ReasonOf(metadata)),
        _ => null,
    };

    private static string ReasonOf(OrchestrationMetadata metadata) => DurablePayload.Parse(metadata.SerializedOutput) is { ValueKind: JsonValueKind.String } reason ? reason.GetString()! : "";
}
