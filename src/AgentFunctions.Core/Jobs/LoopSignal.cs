namespace AgentFunctions.Core.Jobs;

/// <summary>Says in which tenants there is work, from any thread, at the cost of a look-up. Saying it twice is saying it once.</summary>
internal sealed class LoopSignal
{
    private readonly Lock _lock = new();
    private HashSet<string> _tenants = new(StringComparer.Ordinal);
    private TaskCompletionSource _set = New();

    public void Set(string tenantId)
    {
        lock (_lock)
        {
            if (_tenants.Add(tenantId) && _tenants.Count == 1) _set.TrySetResult();
        }
    }

    /// <summary>The tenants named since the last time.</summary>
    public IReadOnlyCollection<string> Take()
    {
        lock (_lock)
        {
            if (_tenants.Count == 0) return [];
            var taken = _tenants;
            _tenants = new HashSet<string>(StringComparer.Ordinal);
            _set = New();
            return taken;
        }
    }

    /// <summary>Returns when some tenant is named, at the latest after <paramref name="longest"/>.</summary>
    public async ValueTask WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
    {
        Task set;
        lock (_lock) set = _set.Task;
        try
        {
            await set.WaitAsync(longest, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // As good as a signal.
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
