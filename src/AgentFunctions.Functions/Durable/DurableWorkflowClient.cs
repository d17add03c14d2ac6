using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Core.Workflows.Catalogue;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace AgentFunctions.Functions.Durable;

/// <summary>Starts and steers instances of Durable Functions.</summary>
internal sealed class DurableWorkflowClient(DurableClientHolder holder, WorkflowCatalog catalog) : IWorkflowClient
{
    private static readonly string[] EveryStatus = [.. Enum.GetNames<OrchestrationRuntimeStatus>()];

    private DurableTaskClient Client => holder.Latest ?? throw new DocumentStoreUnavailableException("The engine of workflows is not connected yet.");

    public async ValueTask<bool> ScheduleAsync(string instanceId, string name, JsonElement input, CancellationToken cancellationToken)
    {
        WorkflowIds.Check(instanceId);
        var entry = catalog.FindWorkflow(name) ?? throw new ArgumentException($"The catalogue has no workflow '{name}'.", nameof(name));
        if (WorkflowJson.TooLarge(input, "The input") is { } tooLarge) throw new ArgumentException(tooLarge.Message, nameof(input));
        return await GuardAsync(async client =>
        {
            // Durable Task replaces an instance that has ended unless every status counts as taken.
            if (await client.GetInstanceAsync(instanceId, cancellationToken) is not null) return false;
            await client.ScheduleNewOrchestrationInstanceAsync(DurableNames.Of(entry), input, new StartOrchestrationOptions(instanceId) { DedupeStatuses = EveryStatus }, cancellationToken);
            return true;
        });
    }

    public ValueTask<bool> RaiseEventAsync(string instanceId, string eventName, JsonElement payload, CancellationToken cancellationToken)
    {
        WorkflowIds.CheckEventName(eventName);
        if (WorkflowJson.TooLarge(payload, "The event") is { } tooLarge) throw new ArgumentException(tooLarge.Message, nameof(payload));
        return SteerAsync(instanceId, client => client.RaiseEventAsync(instanceId, eventName, payload, cancellationToken), cancellationToken);
    }

    public ValueTask<bool> SuspendAsync(string instanceId, string? reason, CancellationToken cancellationToken) =>
        SteerAsync(instanceId, client => client.SuspendInstanceAsync(instanceId, reason, cancellationToken), cancellationToken);

    public ValueTask<bool> ResumeAsync(string instanceId, string? reason, CancellationToken cancellationToken) =>
        SteerAsync(instanceId, client => client.ResumeInstanceAsync(instanceId, reason, cancellationToken), cancellationToken);

    public ValueTask<bool> TerminateAsync(string instanceId, string reason, CancellationToken cancellationToken) =>
        SteerAsync(instanceId, client => client.TerminateInstanceAsync(instanceId, new TerminateInstanceOptions(reason, Recursive: true), cancellationToken), cancellationToken);

    public ValueTask<bool> RewindAsync(string instanceId, string reason, CancellationToken cancellationToken) => GuardAsync(async client =>
    {
        if (await client.GetInstanceAsync(instanceId, cancellationToken) is not { RuntimeStatus: OrchestrationRuntimeStatus.Failed }) return false;
        await client.RewindInstanceAsync(instanceId, reason, cancellationToken);
        return true;
    });

    public ValueTask<WorkflowInstance?> FindAsync(string instanceId, CancellationToken cancellationToken) =>
        GuardAsync(async client => ToInstance(await client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, cancellationToken)));

    public async Task<WorkflowInstance?> WaitForEndAsync(string instanceId, CancellationToken cancellationToken) => await GuardAsync(async client =>
        await client.GetInstanceAsync(instanceId, cancellationToken) is null ? null : ToInstance(await client.WaitForInstanceCompletionAsync(instanceId, getInputsAndOutputs: true, cancellationToken)));

    public ValueTask<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken) => GuardAsync(async client =>
    {
        if (await client.GetInstanceAsync(instanceId, cancellationToken) is not { } instance) return true;
        if (!instance.IsCompleted) return false;
        await client.PurgeInstanceAsync(instanceId, new PurgeInstanceOptions(Recursive: true), cancellationToken);
        return true;
    });

    private ValueTask<bool> SteerAsync(string instanceId, Func<DurableTaskClient, Task> verb, CancellationToken cancellationToken) => GuardAsync(async client =>
    {
        if (await client.GetInstanceAsync(instanceId, cancellationToken) is not { IsCompleted: false }) return false;
        await verb(client);
        return true;
    });

    private async ValueTask<T> GuardAsync<T>(Func<DurableTaskClient, Task<T>> call)
    {
        try
        {
            return await call(Client);
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Internal or StatusCode.Unknown)
        {
            throw new DocumentStoreUnavailableException("The engine of workflows did not answer.", exception);
        }
    }

    private WorkflowInstance? ToInstance(OrchestrationMetadata? metadata)
    {
        if (metadata is null) return null;
        var entry = catalog.Workflows.FirstOrDefault(workflow => string.Equals(DurableNames.Of(workflow), metadata.Name, StringComparison.OrdinalIgnoreCase));
        var status = ToStatus(metadata.RuntimeStatus);
        return new WorkflowInstance(
            metadata.InstanceId, entry?.Name ?? metadata.Name, entry?.Version ?? 1, status, metadata.CreatedAt, metadata.LastUpdatedAt, DurablePayload.Parse(metadata.SerializedCustomStatus),
            status == WorkflowStatus.Completed ? DurablePayload.Parse(metadata.SerializedOutput) : null, ToFailure(metadata, status));
    }

    private static WorkflowFailure? ToFailure(OrchestrationMetadata metadata, WorkflowStatus status) => status switch
    {
        WorkflowStatus.Failed when metadata.FailureDetails is { } details => WorkflowFaultException.Read(details.ErrorType, details.ErrorMessage),
        WorkflowStatus.Failed => new WorkflowFailure("failed", metadata.SerializedOutput ?? ""),
        WorkflowStatus.Terminated => new WorkflowFailure(WorkflowFailureTypes.Terminated, DurablePayload.Parse(metadata.SerializedOutput) is { ValueKind: JsonValueKind.String } reason ? reason.GetString()! : ""),
        _ => null,
    };

    private static WorkflowStatus ToStatus(OrchestrationRuntimeStatus status) => status switch
    {
        OrchestrationRuntimeStatus.Pending => WorkflowStatus.Pending,
        OrchestrationRuntimeStatus.Suspended => WorkflowStatus.Suspended,
        OrchestrationRuntimeStatus.Completed => WorkflowStatus.Completed,
        OrchestrationRuntimeStatus.Failed => WorkflowStatus.Failed,
        OrchestrationRuntimeStatus.Terminated => WorkflowStatus.Terminated,
        _ => WorkflowStatus.Running,
    };
}
