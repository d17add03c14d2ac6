using System.Collections.Concurrent;
using System.Net.Sockets;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Limits;

/// <summary>Sixty callers of one process until it is gone: whole answers and streams, quick and slow, some with a failed attempt first.</summary>
internal sealed class KillLoad(PlannedUpstream upstream, Random random, string key, string model)
{
    private const int Callers = 60;
    private const int LongestDelay = 60;
    private readonly ConcurrentDictionary<string, PlannedOutcome> _outcomes = new();
    private readonly ConcurrentDictionary<string, PlannedCall> _plans = new();
    private int _count;

    public PlannedUpstream Upstream => upstream;

    /// <summary>Every call that was sent.</summary>
    public IReadOnlyDictionary<string, PlannedCall> Plans => _plans;

    /// <summary>What those came to that were answered.</summary>
    public IReadOnlyDictionary<string, PlannedOutcome> Outcomes => _outcomes;

    /// <summary>Ends when the process does.</summary>
    public Task RunAsync(LocalHostProcess victim) => Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => WorkAsync(victim, new Random(Next(int.MaxValue)))));

    private int Next(int most)
    {
        lock (random) return random.Next(most);
    }

    private async Task WorkAsync(LocalHostProcess victim, Random mine)
    {
        try
        {
            while (true)
            {
                var plan = Plan(Interlocked.Increment(ref _count), mine);
                _plans[plan.Marker] = plan;
                upstream.Add(plan);
                var outcome = await PlannedCaller.RunAsync(victim, key, model, plan);
                if (outcome.Status != 200 || outcome.IsWhole) _outcomes[plan.Marker] = outcome;
                if (outcome.Status != 200) await Task.Delay(LongestDelay);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The host is gone.
        }
    }

    private static PlannedCall Plan(int number, Random random) => new(number)
    {
        IsStream = random.Next(2) == 0,
        AsksForUsage = random.Next(2) == 0,
        Tokens = PlannedTokens.Plain(random.Next(1, 100), random.Next(1, 200)),
        Failures = random.Next(8) == 0 ? 1 : 0,
        Delay = TimeSpan.FromMilliseconds(random.Next(LongestDelay)),
    };
}
