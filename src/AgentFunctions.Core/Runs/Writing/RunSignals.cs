using System.Collections.Concurrent;
using AgentFunctions.Core.Runs.Known;

namespace AgentFunctions.Core.Runs.Writing;

/// <summary>Tells those in this process who follow a run that something was written to it. What other processes write they find by looking.</summary>
internal sealed class RunSignals
{
    private readonly ConcurrentDictionary<RunKey, TaskCompletionSource> _waited = new();

    /// <summary>Completes with the next change. Take it before looking, so that nothing in between is missed.</summary>
    public Task Next(RunKey key) => _waited.GetOrAdd(key, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Set(RunKey key)
    {
        if (_waited.TryRemove(key, out var waited)) waited.TrySetResult();
    }
}
