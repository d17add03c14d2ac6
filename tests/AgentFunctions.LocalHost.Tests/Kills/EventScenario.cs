using System.Net;
using System.Text;
using System.Text.Json;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Kills;

/// <summary>
/// Events published over and over: what was answered has its run, the one that was not is sent again and has one; no event has two, and the end of each run starts one more. What cannot be delivered is a dead letter, once.
/// </summary>
internal sealed class EventScenario : IKillScenario
{
    private const int DeadEvery = 4;

    /// <summary>Of a process that is gone: its leases end, and what it had under way is due again.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(3);

    private readonly Dictionary<int, string> _runs = [];
    private int _next = 1;

    public TimeSpan Window => TimeSpan.FromMilliseconds(250);

    public async Task PrepareAsync(LocalHostProcess host)
    {
        await host.DeclareAsync("subscriptions", "starts", """{"topic":"kept","start":"agents/demo","input":"Order ${event.data.n}"}""");
        await host.DeclareAsync("subscriptions", "ends", """{"topic":"agentfunctions.runs","filter":"event.agentfunctionsdepth == 1","start":"agents/demo","input":"Look at ${event.data.runId}"}""");
        await host.DeclareAsync("subscriptions", "dead", """{"topic":"kept","filter":"event.data.dead","start":"agents/demo","input":"${event.data.missing}"}""");
    }

    public async Task WorkAsync(LocalHostProcess victim)
    {
        while (true)
        {
            _runs[_next] = await PublishAsync(victim, _next);
            _next++;
        }
    }

    public async Task CheckAsync(LocalHostProcess survivor)
    {
        // The last one was not answered: whoever sent it sends it again.
        _runs[_next] = await PublishAsync(survivor, _next);
        _next++;
        foreach (var (n, run) in _runs) Assert.Equal(run, await PublishAsync(survivor, n));
    }

    public async Task FinishAsync(LocalHostProcess host)
    {
        var sent = _runs.Count;
        List<JsonElement> runs = [];
        var dead = -1;
        await TestWait.UntilAsync(
            async () =>
            {
                runs = await ListAsync(host, "/api/runs");
                dead = (await ListAsync(host, "/api/dead-letters")).Count;
                return By(runs, "ends").Count >= sent && runs.TrueForAll(static r => r.GetProperty("status").GetString() == "succeeded") && dead >= sent / DeadEvery;
            },
            $"{sent} events, {_runs.Count} runs and their ends are worked off",
            Recovery);
        Assert.Equal(_runs.Values.Order(StringComparer.Ordinal), By(runs, "starts").Order(StringComparer.Ordinal));
        Assert.Equal((sent, sent / DeadEvery, 0), (By(runs, "ends").Count, dead, By(runs, "dead").Count));
    }

    public ValueTask DisposeAsync() => default;

    private static List<string> By(List<JsonElement> runs, string subscription) =>
        [.. runs.Where(r => r.GetProperty("startedBy").GetString() == "subscriptions/" + subscription).Select(static r => r.GetProperty("id").GetString()!)];

    private static async Task<string> PublishAsync(LocalHostProcess host, int n)
    {
        using var request = LocalHostCalls.Request(HttpMethod.Post, "/api/events/kept", LocalHostProcess.AdminKey);
        request.Content = new StringContent($$"""{"specversion":"1.0","id":"o-{{n}}","source":"/shop","type":"order.created","data":{"n":{{n}},"dead":{{(n % DeadEvery == 0 ? "true" : "false")}} } }""", Encoding.UTF8, "application/cloudevents+json");
        using var response = await host.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, text);
        return JsonElement.Parse(text).GetProperty("runs").EnumerateArray().Single(static r => r.GetProperty("subscription").GetString() == "starts").GetProperty("id").GetString()!;
    }

    private static async Task<List<JsonElement>> ListAsync(LocalHostProcess host, string path)
    {
        List<JsonElement> items = [];
        string? cursor = null;
        do
        {
            var page = (await host.GetAsync($"{path}?limit=200{(cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor))}")).Ok().Json;
            items.AddRange(page.GetProperty("items").EnumerateArray().Select(static item => item.Clone()));
            cursor = page.TryGetProperty("nextCursor", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);
        return items;
    }
}
