using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Workflows;

namespace AgentFunctions.Core.Tests.Approvals;

/// <summary>An engine of workflows that keeps the events it is handed.</summary>
internal sealed class RaisedEvents : IWorkflowClient
{
    private readonly Lock _lock = new();
    private readonly List<(string Instance, string Event, JsonElement Payload)> _events = [];

    /// <summary>It is out of reach.</summary>
    public bool Fails { get; set; }

    public IReadOnlyList<(string Instance, string Event, JsonElement Payload)> All
    {
        get
        {
            lock (_lock) return [.. _events];
        }
    }

    public ValueTask<bool> RaiseEventAsync(string instanceId, string eventName, JsonElement payload, CancellationToken cancellationToken)
    {
        if (Fails) throw new DocumentStoreUnavailableException("The test made the engine fail.");
        lock (_lock) _events.Add((instanceId, eventName, payload));
        return new(true);
    }

    public ValueTask<bool> ScheduleAsync(string instanceId, string name, JsonElement input, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<bool> SuspendAsync(string instanceId, string? reason, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<bool> ResumeAsync(string instanceId, string? reason, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<bool> TerminateAsync(string instanceId, string reason, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<bool> RewindAsync(string instanceId, string reason, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<WorkflowInstance?> FindAsync(string instanceId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<WorkflowInstance?> WaitForEndAsync(string instanceId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken) => throw new NotSupportedException();
}
