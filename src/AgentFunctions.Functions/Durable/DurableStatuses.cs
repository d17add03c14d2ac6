using AgentFunctions.Core.Workflows;
using AgentFunctions.Core.Workflows.Catalogue;
using Microsoft.DurableTask.Client;

namespace AgentFunctions.Functions.Durable;

/// <summary>What Durable Task says of an instance, in the contract's words.</summary>
internal static class DurableStatuses
{
    /// <summary>null: an instance of a function that is no workflow of ours. A task hub may be shared.</summary>
    public static WorkflowInstance? ToInstance(OrchestrationMetadata? metadata, WorkflowCatalog catalog)
    {
        if (metadata is null || DurableNames.Find(catalog, metadata.Name) is not { } entry) return null;
        var status = Of(metadata.RuntimeStatus);
        return new WorkflowInstance(
            metadata.InstanceId, entry.Name, entry.Version, status, metadata.CreatedAt, metadata.LastUpdatedAt, DurablePayload.Parse(metadata.SerializedCustomStatus),
            status == WorkflowStatus.Completed ? DurablePayload.Parse(metadata.SerializedOutput) : null, DurableFailures.Of(metadata));
    }

    private static WorkflowStatus Of(OrchestrationRuntimeStatus status) => status switch
    {
        OrchestrationRuntimeStatus.Pending => WorkflowStatus.Pending,
        OrchestrationRuntimeStatus.Suspended => WorkflowStatus.Suspended,
        OrchestrationRuntimeStatus.Completed => WorkflowStatus.Completed,
        OrchestrationRuntimeStatus.Failed => WorkflowStatus.Failed,
        OrchestrationRuntimeStatus.Terminated => WorkflowStatus.Terminated,
        _ => WorkflowStatus.Running,
    };
}
