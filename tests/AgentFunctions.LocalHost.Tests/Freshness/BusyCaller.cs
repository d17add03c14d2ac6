using System.Collections.Concurrent;
using System.Diagnostics;

namespace AgentFunctions.LocalHost.Tests.Freshness;

/// <summary>Calls without pause and notes when each call began and what came of it.</summary>
internal sealed class BusyCaller : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<(long Began, string Outcome)> _calls = new();
    private readonly Task _running;

    public BusyCaller(Func<Task<string>> call) => _running = RunAsync(call);

    public IReadOnlyCollection<(long Began, string Outcome)> Calls => _calls;

    /// <summary>Calls that began after a moment.</summary>
    public IEnumerable<(long Began, string Outcome)> Since(long moment) => _calls.Where(c => c.Began > moment);

    /// <summary>Ends after the call under way; fails when a call had no answer at all.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task RunAsync(Func<Task<string>> call)
    {
        while (!_stop.IsCancellationRequested)
        {
            var began = Stopwatch.GetTimestamp();
            _calls.Enqueue((began, await call()));

            // Gives way: two cores carry the callers and every host.
            await Task.Delay(5);
        }
    }
}
