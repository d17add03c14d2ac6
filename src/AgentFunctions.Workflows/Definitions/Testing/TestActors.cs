using System.Text.Json;
using AgentFunctions.Core.Agents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Workflows.Definitions.Activities;

namespace AgentFunctions.Workflows.Definitions.Testing;

/// <summary>Stands in for agents and the engine where a trial has no need of them.</summary>
internal sealed class TestActors(Caller caller) : IActingCallers, IAgentBlueprints, IWorkflowClient
{
    public ValueTask<Outcome<Caller>> FindAsync(string tenantId, string agentId, CancellationToken cancellationToken) => new(caller);

    public ValueTask<AgentBlueprint?> FindAsync(RunWork work, CancellationToken cancellationToken) => new((AgentBlueprint?)null);

    public ValueTask<bool> ScheduleAsync(string instanceId, string name, JsonElement input, CancellationToken cancellationToken) => new(false);

    public ValueTask<bool> RaiseEventAsync(string instanceId, string eventName, JsonElement payload, CancellationToken cancellationToken) => new(false);

    public ValueTask<bool> SuspendAsync(string instanceId, string? reason, CancellationToken cancellationToken) => new(false);

    public ValueTask<bool> ResumeAsync(string instanceId, string? reason, CancellationToken cancellationToken) => new(false);

    public ValueTask<bool> TerminateAsync(string instanceId, string reason, CancellationToken cancellationToken) => new(false);

    public ValueTask<bool> RewindAsync(string instanceId, string reason, CancellationToken cancellationToken) => new(false);

    public ValueTask<WorkflowInstance?> FindAsync(string instanceId, CancellationToken cancellationToken) => new((WorkflowInstance?)null);

    public Task<WorkflowInstance?> WaitForEndAsync(string instanceId, CancellationToken cancellationToken) => Task.FromResult<WorkflowInstance?>(null);

    public ValueTask<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken) => new(true);
}
