using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Core.Workflows.Catalogue;
using AgentFunctions.Functions.Durable.Children;
using AgentFunctions.Functions.Durable.Tries;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace AgentFunctions.Functions.Durable;

/// <summary>Starts and steers instances of Durable Functions.</summary>
internal sealed class DurableWorkflowClient(DurableClientHolder holder, WorkflowCatalog catalog, InstanceBook book, InstanceFamilies families) : IWorkflowClient
{
    private const string AlreadyTaken = "already exists";
    private static readonly string[] EveryStatus = [.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses.Select(static status => status.ToString())];

    public async ValueTask<bool> ScheduleAsync(string instanceId, string name, JsonElement input, CancellationToken cancellationToken)
    {
        WorkflowIds.Check(instanceId);
        var entry = catalog.FindWorkflow(name) ?? throw new ArgumentException($"The catalogue has no workflow '{name}'.", nameof(name));
        if (WorkflowJson.TooLarge(input, "The input") is { } tooLarge) throw new ArgumentException(tooLarge.Message, nameof(input));
        return await GuardAsync(async client =>
        {
            // Durable Task forgets an id with its purge and replaces an instance that has ended, unless every status counts as taken.
            if (await book.FindAsync(instanceId, cancellationToken) is not null || await client.GetInstanceAsync(instanceId, cancellationToken) is not null) return false;
            try
            {
                await client.ScheduleNewOrchestrationInstanceAsync(DurableNames.Of(entry), DurablePayload.Defined(input), new StartOrchestrationOptions(instanceId) { DedupeStatuses = EveryStatus }, cancellationToken);
                return true;
            }
            catch (Exception exception) when (exception is RpcException { StatusCode: StatusCode.AlreadyExists } || exception.Message.Contains(AlreadyTaken, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }, cancellationToken);
    }

    public ValueTask<bool> RaiseEventAsync(string instanceId, string eventName, JsonElement payload, CancellationToken cancellationToken)
    {
        WorkflowIds.CheckEventName(eventName);
        if (WorkflowJson.TooLarge(payload, "The event") is { } tooLarge) throw new ArgumentException(tooLarge.Message, nameof(payload));
        return SteerAsync(instanceId, client => client.RaiseEventAsync(instanceId, eventName, DurablePayload.Defined(payload), cancellationToken), cancellationToken);
    }

    public ValueTask<bool> SuspendAsync(string instanceId, string? reason, CancellationToken cancellationToken) =>
        SteerAsync(instanceId, client => client.SuspendInstanceAsync(instanceId, reason, cancellationToken), cancellationToken);

    public ValueTask<bool> ResumeAsync(string instanceId, string? reason, CancellationToken cancellationToken) =>
        SteerAsync(instanceId, client => client.ResumeInstanceAsync(instanceId, reason, cancellationToken), cancellationToken);

    public ValueTask<bool> TerminateAsync(string instanceId, string reason, CancellationToken cancellationToken) => GuardAsync(async client =>
    {
        if (await GetAsync(client, instanceId, cancellationToken) is not { } instance) return false;
        if (instance.RuntimeStatus == OrchestrationRuntimeStatus.Terminated) await families.TerminateChildrenAsync(client, instanceId, reason, cancellationToken);
        if (instance.IsCompleted) return false;
        await families.TerminateAsync(client, instanceId, reason, cancellationToken);
        return true;
    }, cancellationToken);

    public ValueTask<bool> RewindAsync(string instanceId, string reason, CancellationToken cancellationToken) => GuardAsync(async client =>
    {
        if (await GetAsync(client, instanceId, cancellationToken) is not { RuntimeStatus: OrchestrationRuntimeStatus.Failed }) return false;
        await client.RewindInstanceAsync(instanceId, reason, cancellationToken);
        return true;
    }, cancellationToken);

    public ValueTask<bool> CanRewindAsync(string instanceId, CancellationToken cancellationToken) => GuardAsync(
        async client => await GetAsync(client, instanceId, cancellationToken) is { RuntimeStatus: OrchestrationRuntimeStatus.Failed } && RewindFit.IsThere(await client.GetOrchestrationHistoryAsync(instanceId, cancellationToken)),
        cancellationToken);

    public ValueTask<WorkflowInstance?> FindAsync(string instanceId, CancellationToken cancellationToken) =>
        GuardAsync(async client => DurableStatuses.ToInstance(await client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, cancellationToken), catalog), cancellationToken);

    public async Task<WorkflowInstance?> WaitForEndAsync(string instanceId, CancellationToken cancellationToken) => await GuardAsync(async client =>
        await GetAsync(client, instanceId, cancellationToken) is null
            ? null
            : DurableStatuses.ToInstance(await client.WaitForInstanceCompletionAsync(instanceId, getInputsAndOutputs: true, cancellationToken), catalog), cancellationToken);

    public ValueTask<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken) => GuardAsync(
        async client => await client.GetInstanceAsync(instanceId, cancellationToken) is { } instance && DurableNames.Find(catalog, instance.Name) is null
            || await families.PurgeAsync(client, instanceId, cancellationToken),
        cancellationToken);

    /// <summary>The instances of a tenant and of no other, in no order; of the catalogue's workflows only.</summary>
    public async IAsyncEnumerable<WorkflowInstance> ListAsync(string tenantId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var client = await holder.GetAsync(cancellationToken);
        var prefix = tenantId + ":";
        await foreach (var metadata in client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: prefix, FetchInputsAndOutputs: true)).WithCancellation(cancellationToken))
        {
            // A backend may compare the prefix without regard to case.
            if (metadata.InstanceId.StartsWith(prefix, StringComparison.Ordinal) && DurableStatuses.ToInstance(metadata, catalog) is { } instance) yield return instance;
        }
    }

    private ValueTask<bool> SteerAsync(string instanceId, Func<DurableTaskClient, Task> verb, CancellationToken cancellationToken) => GuardAsync(async client =>
    {
        if (await GetAsync(client, instanceId, cancellationToken) is not { IsCompleted: false }) return false;
        await verb(client);
        return true;
    }, cancellationToken);

    /// <summary>null also where it is no workflow of ours.</summary>
    private async Task<OrchestrationMetadata?> GetAsync(DurableTaskClient client, string instanceId, CancellationToken cancellationToken) =>
        await client.GetInstanceAsync(instanceId, cancellationToken) is { } instance && DurableNames.Find(catalog, instance.Name) is not null ? instance : null;

    private async ValueTask<T> GuardAsync<T>(Func<DurableTaskClient, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call(await holder.GetAsync(cancellationToken));
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Internal or StatusCode.Unknown)
        {
            throw new DocumentStoreUnavailableException("The engine of workflows did not answer.", exception);
        }
    }
}
