using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Upstream;

namespace AgentFunctions.LocalHost.Tests.Limits;

/// <summary>Makes an upstream hold its answers back, and counts how many it works on at the same time.</summary>
internal sealed class GatedUpstream
{
    private readonly Lock _lock = new();
    private readonly List<TaskCompletionSource> _waiting = [];
    private bool _isOpen;

    public GatedUpstream(ScriptedUpstream upstream) => upstream.Default = Take;

    /// <summary>Requests that are here and not answered.</summary>
    public int Running
    {
        get
        {
            lock (_lock) return _waiting.Count;
        }
    }

    /// <summary>The most there ever were at once.</summary>
    public int Most { get; private set; }

    public Task AwaitAsync(int running) => TestWait.UntilAsync(() => Running >= running, $"{running} requests are at the provider");

    /// <summary>Answers those that wait, and all that come from now on after a moment each.</summary>
    public void Open()
    {
        lock (_lock)
        {
            _isOpen = true;
            foreach (var gate in _waiting.ToArray()) Release(gate);
        }
    }

    private UpstreamReply Take(UpstreamRequest request)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Add(gate);
            Most = Math.Max(Most, _waiting.Count);
            if (_isOpen) _ = ReleaseSoonAsync(gate);
        }

        return LimitHosts.Answer(7, 3, gate.Task);
    }

    private async Task ReleaseSoonAsync(TaskCompletionSource gate)
    {
        await Task.Delay(20);
        lock (_lock) Release(gate);
    }

    /// <summary>It no longer counts before its answer goes out: the caller's next request must not seem to come too soon.</summary>
    private void Release(TaskCompletionSource gate)
    {
        _waiting.Remove(gate);
        gate.TrySetResult();
    }
}
