using System.Collections.Concurrent;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Workflows;

namespace AgentFunctions.TestKit.Runs;

/// <summary>An engine without workflows: it keeps what it is told, and tests say what became of an instance.</summary>
public sealed class FakeWorkflowClient(TimeProvider time) : IWorkflowClient
{
    private readonly ConcurrentDictionary<string, WorkflowInstance> _instances = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _used = new(StringComparer.Ordinal);

    /// <summary>Every method throws <see cref="DocumentStoreUnavailableException"/>.</summary>
    public bool Fails { get; set; }

    /// <summary>Histories of failed instances lead back to before their failure.</summary>
    public bool LeadsBack { get; set; } = true;

    /// <summary>What was asked, <c>raise default:run_1 cancel</c>; schedules that were refused as used are left out.</summary>
    public ConcurrentQueue<string> Calls { get; } = [];

    public IEnumerable<string> Instances => _instances.Keys;

    /// <summary>The instance is somewhere else.</summary>
    public void Set(string instanceId, WorkflowStatus status, string? failure = null) =>
        _instances[instanceId] = _instances[instanceId] with { Status = status, UpdatedAt = time.GetUtcNow(), Failure = failure is null ? null : new WorkflowFailure("Test", failure) };

    public ValueTask<bool> ScheduleAsync(string instanceId, string name, JsonElement input, CancellationToken cancellationToken)
    {
        Check();
        if (!_used.TryAdd(instanceId, true)) return new(false);
        Calls.Enqueue($"schedule {instanceId} {name}");
        var now = time.GetUtcNow();
        _instances[instanceId] = new WorkflowInstance(instanceId, name, 1, WorkflowStatus.Running, now, now, null, null, null);
        return new(true);
    }

    public ValueTask<bool> RaiseEventAsync(string instanceId, string eventName, JsonElement payload, CancellationToken cancellationToken) => Steer("raise", instanceId, eventName, null);

    public ValueTask<bool> SuspendAsync(string instanceId, string? reason, CancellationToken cancellationToken) => Steer("suspend", instanceId, reason, WorkflowStatus.Suspended);

    public ValueTask<bool> ResumeAsync(string instanceId, string? reason, CancellationToken cancellationToken) => Steer("resume", instanceId, reason, WorkflowStatus.Running);

    public ValueTask<bool> TerminateAsync(string instanceId, string reason, CancellationToken cancellationToken) => Steer("terminate", instanceId, reason, WorkflowStatus.Terminated);

    public ValueTask<bool> RewindAsync(string instanceId, string reason, CancellationToken cancellationToken)
    {
        Check();
        if (_instances.GetValueOrDefault(instanceId) is not { Status: WorkflowStatus.Failed }) return new(false);
        Calls.Enqueue($"rewind {instanceId} {reason}");
        Set(instanceId, WorkflowStatus.Running);
        return new(true);
    }

    public ValueTask<bool> CanRewindAsync(string instanceId, CancellationToken cancellationToken)
    {
        Check();
        return new(LeadsBack && _instances.GetValueOrDefault(instanceId) is { Status: WorkflowStatus.Failed });
    }

    public ValueTask<WorkflowInstance?> FindAsync(string instanceId, CancellationToken cancellationToken)
    {
        Check();
        return new(_instances.GetValueOrDefault(instanceId));
    }

    public Task<WorkflowInstance?> WaitForEndAsync(string instanceId, CancellationToken cancellationToken) => throw new NotSupportedException("Nothing here ends by itself.");

    public ValueTask<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken)
    {
        Check();
        if (_instances.GetValueOrDefault(instanceId) is { IsEnded: false }) return new(false);
        Calls.Enqueue($"purge {instanceId}");
        _instances.TryRemove(instanceId, out _);
        return new(true);
    }

    private ValueTask<bool> Steer(string what, string instanceId, string? detail, WorkflowStatus? status)
    {
        Check();
        if (_instances.GetValueOrDefault(instanceId) is not { IsEnded: false }) return new(false);
        Calls.Enqueue($"{what} {instanceId} {detail}".TrimEnd());
        if (status is { } next) Set(instanceId, next);
        return new(true);
    }

    private void Check()
    {
        if (Fails) throw new DocumentStoreUnavailableException("The test made the engine fail.");
    }
}
