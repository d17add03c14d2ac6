using System.Diagnostics;
using System.Text.Json;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Kills;

/// <summary>Five hundred agents written as one set, over and over: after a kill all of them are of one turn, and of the last that was answered or the one after it.</summary>
internal sealed class ApplyScenario : IKillScenario
{
    private const int Agents = 500;
    private int _answered;

    public TimeSpan Window { get; private set; }

    public async Task PrepareAsync(LocalHostProcess host)
    {
        await ApplyAsync(host, ++_answered);
        var started = Stopwatch.GetTimestamp();
        await ApplyAsync(host, ++_answered);
        Window = Stopwatch.GetElapsedTime(started) * 1.5;
    }

    public async Task WorkAsync(LocalHostProcess victim)
    {
        while (true)
        {
            await ApplyAsync(victim, _answered + 1);
            _answered++;
        }
    }

    public async Task CheckAsync(LocalHostProcess survivor)
    {
        var agents = (await survivor.ExportAsync()).Where(r => r.Key.StartsWith("agents/set-", StringComparison.Ordinal)).Select(r => r.Value).ToList();
        Assert.Equal(Agents, agents.Count);
        var turn = agents[0].GetProperty("version").GetInt32();
        Assert.InRange(turn, _answered, _answered + 1);
        Assert.All(agents, a => Assert.Equal((turn, Owner(turn)), (a.GetProperty("version").GetInt32(), a.GetProperty("spec").GetProperty("owner").GetString())));

        // The record and the versions kept tell the same story.
        var turns = (await survivor.ChangesAsync()).Where(c => c.GetProperty("resources").EnumerateArray().Any(r => r.GetProperty("id").GetString() == "set-0")).ToList();
        Assert.Equal(turn, turns.Count);
        Assert.All(turns, c => Assert.Equal(Agents, c.GetProperty("resources").GetArrayLength()));
        var newest = (await survivor.GetAsync($"/api/agents/set-{Agents - 1}/versions?limit=1")).Ok().Json.GetProperty("items")[0];
        Assert.Equal(turn, newest.GetProperty("version").GetInt32());

        await ApplyAsync(survivor, _answered = turn + 1);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task ApplyAsync(LocalHostProcess host, int turn)
    {
        var items = string.Join(',', Enumerable.Range(0, Agents).Select(i => $$$"""{"kind":"agents","id":"set-{{{i}}}","spec":{"owner":"{{{Owner(turn)}}}","models":["sim-small"]}}"""));
        var summary = (await host.ApiAsync(HttpMethod.Put, "/api/resources", $$"""{"items":[{{items}}]}""")).Ok().Json.GetProperty("summary");
        Assert.Equal(Agents, summary.GetProperty(turn == 1 ? "create" : "update").GetInt32());
    }

    private static string Owner(int turn) => $"turn-{turn}";
}
