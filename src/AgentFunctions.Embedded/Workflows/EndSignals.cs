namespace AgentFunctions.Embedded.Workflows;

/// <summary>Wakes who waits for the end of an instance that ends in this process.</summary>
internal sealed class EndSignals
{
    private readonly Dictionary<string, Waiters> _waiting = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public void Ended(string instanceId)
    {
        Waiters? waiters;
        lock (_lock)
        {
            if (!_waiting.Remove(instanceId, out waiters))
                return;
        }
        waiters.Signal.TrySetResult();
    }

    /// <summary>Completes when the instance ends here; <see cref="Leave"/> it with the same task.</summary>
    public Task Enter(string instanceId)
    {
        lock (_lock)
        {
            if (!_waiting.TryGetValue(instanceId, out var waiters))
                _waiting.Add(instanceId, waiters = new Waiters());
            waiters.Count++;
            return waiters.Signal.Task;
        }
    }

    public void Leave(string instanceId, Task entered)
    {
        lock (_lock)
        {
            if (_waiting.TryGetValue(instanceId, out var waiters) && waiters.Signal.Task == entered && --waiters.Count == 0)
                _waiting.Remove(instanceId);
        }
    }

    private sealed class Waiters
    {
        public TaskCompletionSource Signal { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Count { get; set; }
    }
}
