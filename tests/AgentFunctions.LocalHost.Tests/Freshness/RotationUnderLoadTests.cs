using System.Diagnostics;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Freshness;

/// <summary>Keys and secrets change hands under constant calls on three processes, and no caller notices.</summary>
[Collection(SharedHosts.Name)]
public sealed class RotationUnderLoadTests(ThreeHosts hosts)
{
    private const int Clients = 8;
    private const int Rotations = 10;

    /// <summary>Short, because a key keeps only so many earlier secrets; long for a call that is under way.</summary>
    private const string Overlap = "00:00:03";

    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Key_RotatedTenTimesWithOverlap_NoRequestFails()
    {
        var (_, id, key) = await hosts.NewAgentAsync();
        LocalHostProcess[] all = [hosts.First, hosts.Second, hosts.Third];
        var current = key;
        var clients = Enumerable.Range(0, Clients).Select(n => new BusyCaller(() => all[n % all.Length].OutcomeAsync(Volatile.Read(ref current), "sim-small"))).ToList();
        for (var i = 0; i < Rotations; i++)
        {
            // Clients take up the new secret at once, whichever process they talk to; calls under way still carry the old one.
            Volatile.Write(ref current, await all[i % all.Length].RotateKeyAsync(id, Overlap));
            var rotated = Stopwatch.GetTimestamp();
            await AnsweredAsync(clients, "200 ");
            await TestWait.UntilAsync(() => Stopwatch.GetElapsedTime(rotated) > TimeSpan.FromSeconds(0.9), "the next rotation is due");
        }

        await EndAsync(clients, outcome => outcome.StartsWith("200 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ProviderSecret_RotatedWithOverlap_NoRequestFails()
    {
        var (_, _, key) = await hosts.NewAgentAsync();
        LocalHostProcess[] all = [hosts.First, hosts.Second, hosts.Third];
        (string, string) Old() => ("old", "sk-old");
        (string, string) New() => ("new", "sk-new");
        hosts.Upstream.Accept(Old(), New());
        await hosts.First.PutSecretAsync("upstream", "sk-old", hosts.Upstream.Host);
        var before = Stopwatch.GetTimestamp();
        await TestWait.UntilAsync(() => Stopwatch.GetElapsedTime(before) > Freshness, "every process uses the old secret");
        hosts.Upstream.Accept(Old());
        var clients = Enumerable.Range(0, Clients).Select(n => new BusyCaller(() => all[n % all.Length].OutcomeAsync(key, "echo"))).ToList();
        await AnsweredAsync(clients, "200 old");

        // Ours first: the provider does not know the new one yet.
        await hosts.First.PutSecretAsync("upstream", "sk-new", hosts.Upstream.Host, "00:05:00");
        var rotated = Stopwatch.GetTimestamp();
        await TestWait.UntilAsync(() => Stopwatch.GetElapsedTime(rotated) > Freshness, "every process has the new secret while the provider knows only the old one");
        await AnsweredAsync(clients, "200 old");
        hosts.Upstream.Accept(Old(), New());
        await AnsweredAsync(clients, "200 new");
        hosts.Upstream.Accept(New());
        await AnsweredAsync(clients, "200 new");

        await EndAsync(clients, outcome => outcome is "200 old" or "200 new");
    }

    /// <summary>Waits until every client has had such an answer to a call that began now or later.</summary>
    private static Task AnsweredAsync(List<BusyCaller> clients, string outcome)
    {
        var now = Stopwatch.GetTimestamp();
        return TestWait.UntilAsync(() => clients.TrueForAll(c => c.Since(now).Count(o => o.Outcome.StartsWith(outcome, StringComparison.Ordinal)) >= 3), $"every client is answered '{outcome}'");
    }

    private static async Task EndAsync(List<BusyCaller> clients, Func<string, bool> isGood)
    {
        foreach (var client in clients) await client.DisposeAsync();
        Assert.All(clients.SelectMany(c => c.Calls), c => Assert.True(isGood(c.Outcome), c.Outcome));
    }
}
