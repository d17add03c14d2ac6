using System.Text.Json;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Core.Workflows.Catalogue;
using AgentFunctions.Embedded.Workflows.Storage;

namespace AgentFunctions.Embedded.Workflows;

/// <summary>Starts and steers instances of the embedded engine; also in a process that does not run it.</summary>
internal sealed class EmbeddedWorkflowClient(WorkflowStore store, WorkflowCatalog catalog, SlotTable slots, EngineLease lease, EndSignals ends) : IWorkflowClient
{
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(1);

    public async ValueTask<bool> ScheduleAsync(string instanceId, string name, JsonElement input, CancellationToken cancellationToken)
    {
        WorkflowIds.Check(instanceId);
        var entry = catalog.FindWorkflow(name) ?? throw new ArgumentException($"There is no workflow '{name}' in the catalogue.", nameof(name));
        if (WorkflowJson.TooLarge(input, "The input") is { } tooLarge)
            throw new ArgumentException(tooLarge.Message, nameof(input));
        var owner = lease.Owner;
        var (created, owned) = await store.ScheduleAsync(instanceId, entry.Name, entry.Version, input, owner, cancellationToken);
        if (owned)
            slots.Adopt(instanceId, owner!, epoch: 1);
        return created;
    }

    public async ValueTask<bool> RaiseEventAsync(string instanceId, string eventName, JsonElement payload, CancellationToken cancellationToken)
    {
        WorkflowIds.CheckEventName(eventName);
        if (WorkflowJson.TooLarge(payload, "The event") is { } tooLarge)
            throw new ArgumentException(tooLarge.Message, nameof(payload));
        return Wake(instanceId, await store.RaiseAsync(instanceId, eventName, payload, cancellationToken));
    }

    public async ValueTask<bool> SuspendAsync(string instanceId, string? reason, CancellationToken cancellationToken) => await store.SuspendAsync(instanceId, suspended: true, cancellationToken);

    public async ValueTask<bool> ResumeAsync(string instanceId, string? reason, CancellationToken cancellationToken) =>
        Wake(instanceId, await store.SuspendAsync(instanceId, suspended: false, cancellationToken));

    public async ValueTask<bool> TerminateAsync(string instanceId, string reason, CancellationToken cancellationToken)
    {
        var touched = await store.TerminateAsync(instanceId, reason, cancellationToken);
        foreach (var id in touched)
        {
            ends.Ended(id);
            Wake(id, true);
        }
        return touched.Count > 0;
    }

    public async ValueTask<bool> RewindAsync(string instanceId, string reason, CancellationToken cancellationToken)
    {
        var touched = await store.RewindAsync(instanceId, name => catalog.FindWorkflow(name)?.Version, cancellationToken);
        foreach (var id in touched)
            Wake(id, true);
        return touched.Count > 0;
    }

    public ValueTask<WorkflowInstance?> FindAsync(string instanceId, CancellationToken cancellationToken) => store.FindAsync(instanceId, cancellationToken);

    public async Task<WorkflowInstance?> WaitForEndAsync(string instanceId, CancellationToken cancellationToken)
    {
        // An end in another process is seen by looking, less and less often.
        for (var look = FirstLook; ; look = look * 2 < LongestLook ? look * 2 : LongestLook)
        {
            var ended = ends.Enter(instanceId);
            try
            {
                var instance = await store.FindAsync(instanceId, cancellationToken);
                if (instance is not { IsEnded: false })
                    return instance;
                await Task.WhenAny(ended, Task.Delay(look, TimeProvider.System, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
            }
            finally
            {
                ends.Leave(instanceId, ended);
            }
        }
    }

    public async ValueTask<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken) => await store.PurgeAsync(instanceId, cancellationToken);

    private bool Wake(string instanceId, bool isTold)
    {
        if (isTold && lease.Owner is not null)
            slots.Signal(instanceId);
        return isTold;
    }
}
