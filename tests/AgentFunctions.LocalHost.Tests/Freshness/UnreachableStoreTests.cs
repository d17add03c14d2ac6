using System.Diagnostics;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Freshness;

/// <summary>One process loses its way to the store while the others keep theirs: it refuses everything it cannot confirm, and recovers by itself.</summary>
[Collection(SharedHosts.Name)]
public sealed class UnreachableStoreTests(ThreeHosts hosts)
{
    private const string Refused = "503 control_plane_unavailable";
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(0.5);

    [Fact]
    public async Task LinkToTheDataFolder_Gone_RefusesUntilItIsBack()
    {
        var link = hosts.Sub("link");
        Directory.CreateSymbolicLink(link, hosts.DataFolder);
        await using var cut = await LocalHostProcess.StartAsync(link);
        var (_, _, key) = await hosts.NewAgentAsync();
        await using var busy = new BusyCaller(() => StatusAsync(cut, key));
        await using var other = new BusyCaller(() => StatusAsync(hosts.Second, key));
        await TestWait.UntilAsync(() => busy.Calls.Count > 3 && other.Calls.Count > 3, "both answer");
        using var response = await cut.ChatAsync(key, "sim-chunks-1000-50ms", stream: true);
        using var stream = new StreamReader(await response.Content.ReadAsStreamAsync());
        await stream.ReadLineAsync();

        Directory.Delete(link);
        var gone = Stopwatch.GetTimestamp();
        var events = await ReadToEndAsync(stream);
        Assert.True(Stopwatch.GetElapsedTime(gone) < Freshness + Grace, $"the stream was cut after {Stopwatch.GetElapsedTime(gone)}");
        Assert.Contains("control_plane_unavailable", events[^1], StringComparison.Ordinal);
        var deadline = gone + (long)(Freshness.TotalSeconds * Stopwatch.Frequency);
        await TestWait.UntilAsync(() => busy.Since(deadline).Count() > 5, "calls were made after the deadline");
        Assert.All(busy.Since(deadline), c => Assert.Equal(Refused, c.Outcome));
        using (var ready = await cut.Client.GetAsync("/health/ready"))
        {
            Assert.Equal(503, (int)ready.StatusCode);
            Assert.True(ready.Headers.Contains("Retry-After"));
        }

        Assert.Equal(503, (await cut.ApiAsync(HttpMethod.Put, "/api/agents/lost", """{"spec":{"models":["echo"]}}""")).Status);
        Assert.Equal(404, (await hosts.First.GetAsync("/api/agents/lost")).Status);

        Directory.CreateSymbolicLink(link, hosts.DataFolder);
        var back = Stopwatch.GetTimestamp();
        await TestWait.UntilAsync(() => busy.Since(back).Any(c => c.Outcome == "200"), "calls are answered again", Freshness + Grace);
        await TestWait.UntilAsync(async () => (int)(await cut.Client.GetAsync("/health/ready")).StatusCode == 200, "it is ready again", Freshness + Grace);
        await cut.DeclareAsync("agents", "found", """{"models":["echo"]}""");
        Assert.Equal(200, (await hosts.First.GetAsync("/api/agents/found")).Status);
        await other.StopAsync();
        Assert.All(other.Calls, c => Assert.Equal("200", c.Outcome));
    }

    [Fact]
    public async Task LinkToTheDataFolder_PointsElsewhere_IsRefusedByAnIdleProcessToo()
    {
        var (link, elsewhere) = (hosts.Sub("moving"), hosts.Sub("elsewhere"));
        Directory.CreateSymbolicLink(link, hosts.DataFolder);
        await using var cut = await LocalHostProcess.StartAsync(link);
        await using var stranger = await LocalHostProcess.StartAsync(elsewhere);
        var (_, id, key) = await hosts.NewAgentAsync();
        Assert.Equal("200", await StatusAsync(cut, key));
        var slept = Stopwatch.GetTimestamp();

        Directory.Delete(link);
        Directory.CreateSymbolicLink(link, elsewhere);
        await hosts.First.RevokeKeyAsync(id);

        await TestWait.UntilAsync(() => Stopwatch.GetElapsedTime(slept) > Freshness, "it has been idle");
        Assert.Equal(Refused, await StatusAsync(cut, key));
    }

    private static async Task<string> StatusAsync(LocalHostProcess host, string key) => (await host.OutcomeAsync(key, "sim-small")) is var outcome && outcome.StartsWith("200", StringComparison.Ordinal) ? "200" : outcome;

    private static async Task<List<string>> ReadToEndAsync(StreamReader reader)
    {
        var lines = new List<string>();
        await Record.ExceptionAsync(async () =>
        {
            while (await reader.ReadLineAsync() is { } line) if (line.Length > 0) lines.Add(line);
        });
        return lines;
    }
}
