using System.Diagnostics;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Freshness;

/// <summary>The freshness rule over real processes: no call that begins more than 2 s after a change was acknowledged is decided on what was before, on busy processes and on one that slept.</summary>
[Collection(SharedHosts.Name)]
public sealed class StalenessTests(ThreeHosts hosts)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);

    /// <summary>Longer than any view lives, so that the idle process has to find out by itself.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(2.5);

    [Fact]
    public async Task RevokedKey_IsRefusedByAll()
    {
        var (_, id, key) = await hosts.NewAgentAsync();
        await HoldsEverywhereAsync(host => StatusAsync(host, key, "sim-small"), "200", () => hosts.First.RevokeKeyAsync(id), "401 invalid_api_key");
    }

    [Fact]
    public async Task KilledAgent_IsRefusedByAll()
    {
        var (agent, _, key) = await hosts.NewAgentAsync();
        await HoldsEverywhereAsync(host => StatusAsync(host, key, "sim-small"), "200", () => hosts.First.SetStateAsync("agents", agent, "killed"), "403 suspended");
    }

    [Fact]
    public async Task ChangedModels_HoldOnAll()
    {
        var (agent, _, key) = await hosts.NewAgentAsync();
        await HoldsEverywhereAsync(host => StatusAsync(host, key, "sim-small"), "200", () => hosts.First.DeclareAsync("agents", agent, """{"models":["echo"]}"""), "403 model_not_allowed");
    }

    [Fact]
    public async Task ReplacedSecret_IsUsedByAll()
    {
        var (_, _, key) = await hosts.NewAgentAsync();
        await HoldsEverywhereAsync(host => host.OutcomeAsync(key, "echo"), "200 old", () => hosts.First.PutSecretAsync("upstream", "sk-new", hosts.Upstream.Host), "200 new");
    }

    [Fact]
    public async Task NewGrant_IsGivenByAll()
    {
        var (agent, _, key) = await hosts.NewAgentAsync();
        await hosts.First.SetStateAsync("agents", agent, "suspended");
        await TestWait.UntilAsync(async () => await StatusAsync(hosts.Second, key, "sim-small") == "403 suspended", "the second process knows that the agent is suspended");
        await HoldsEverywhereAsync(host => StatusAsync(host, key, "sim-small"), "403 suspended", () => hosts.First.SetStateAsync("agents", agent, "active"), "200");
    }

    /// <summary>A machine that was put to sleep, or a container that was paused: what it knew when it fell asleep counts for nothing.</summary>
    [Fact]
    public async Task RevokedKey_IsRefusedByAProcessThatWasFrozenMeanwhile()
    {
        var (_, id, key) = await hosts.NewAgentAsync();
        Assert.Equal("200", await StatusAsync(hosts.Second, key, "sim-small"));
        Task<string> call;
        hosts.Second.Signal("STOP");
        try
        {
            await hosts.First.RevokeKeyAsync(id);
            var revoked = Stopwatch.GetTimestamp();
            await TestWait.UntilAsync(() => Stopwatch.GetElapsedTime(revoked) > Freshness, "2 s have passed since the revocation was acknowledged");
            call = StatusAsync(hosts.Second, key, "sim-small");
        }
        finally
        {
            hosts.Second.Signal("CONT");
        }

        Assert.Equal("401 invalid_api_key", await call);
    }

    private static async Task<string> StatusAsync(LocalHostProcess host, string key, string model)
    {
        var outcome = await host.OutcomeAsync(key, model);
        return outcome.StartsWith("200", StringComparison.Ordinal) ? "200" : outcome;
    }

    private async Task HoldsEverywhereAsync(Func<LocalHostProcess, Task<string>> call, string before, Func<Task> change, string after)
    {
        await TestWait.UntilAsync(async () => await call(hosts.Third) == before, $"the third process answers '{before}' at first");
        var slept = Stopwatch.GetTimestamp();
        await using var first = new BusyCaller(() => call(hosts.First));
        await using var second = new BusyCaller(() => call(hosts.Second));
        await TestWait.UntilAsync(() => Stopwatch.GetElapsedTime(slept) > Idle, "the third process has been idle");
        Assert.All(first.Calls.Concat(second.Calls), c => Assert.Equal(before, c.Outcome));

        await change();
        var deadline = Stopwatch.GetTimestamp() + (long)(Freshness.TotalSeconds * Stopwatch.Frequency);

        await TestWait.UntilAsync(() => Stopwatch.GetTimestamp() > deadline, "2 s have passed since the change was acknowledged");
        Assert.Equal(after, await call(hosts.Third));
        await TestWait.UntilAsync(() => first.Since(deadline).Count() > 3 && second.Since(deadline).Count() > 3, "both busy processes were called after the deadline");
        await first.StopAsync();
        await second.StopAsync();
        foreach (var caller in (BusyCaller[])[first, second])
        {
            Assert.All(caller.Since(deadline), c => Assert.Equal(after, c.Outcome));
            Assert.All(caller.Calls, c => Assert.True(c.Outcome == before || c.Outcome == after, c.Outcome));
        }
    }
}
