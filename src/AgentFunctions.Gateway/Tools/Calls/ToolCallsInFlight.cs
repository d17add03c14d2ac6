using System.Collections.Concurrent;
using AgentFunctions.Core.Tools.Calls;

namespace AgentFunctions.Gateway.Tools.Calls;

/// <summary>The calls that this process is at. Of two that are the same the second waits for the first, and then finds what came of it.</summary>
internal sealed class ToolCallsInFlight
{
    private readonly ConcurrentDictionary<ToolCallKey, TaskCompletionSource> _calls = new();

    /// <summary>Tells what this process began from what another one did, which may be at it still.</summary>
    public string Owner { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Waits until nobody else here is at the call; dispose it when it is over.</summary>
    public async ValueTask<IDisposable> EnterAsync(ToolCallKey key, CancellationToken cancellationToken)
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (true)
        {
            var first = _calls.GetOrAdd(key, mine);
            if (ReferenceEquals(first, mine)) return new Place(this, key, mine);
            await first.Task.WaitAsync(cancellationToken);
        }
    }

    private sealed class Place(ToolCallsInFlight calls, ToolCallKey key, TaskCompletionSource mine) : IDisposable
    {
        public void Dispose()
        {
            calls._calls.TryRemove(new KeyValuePair<ToolCallKey, TaskCompletionSource>(key, mine));
            mine.TrySetResult();
        }
    }
}
