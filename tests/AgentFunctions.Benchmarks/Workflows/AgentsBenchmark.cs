using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AgentFunctions.Benchmarks.Processes;
using AgentFunctions.Benchmarks.Reports;

namespace AgentFunctions.Benchmarks.Workflows;

/// <summary>What a step of an agent's run costs the local host, many runs at once: the simulated model, a built-in tool, the ledger, journal and engine on their durable stores. Started and watched over HTTP, as a user does.</summary>
internal static class AgentsBenchmark
{
    private const int StepsOfOne = 10;
    private const int Starters = 32;

    // Five turns: two calls, one, one, one, and the answer.
    private const string Instructions =
        """
        ```simulate
        {"across":true,"turns":[{"calls":[{"name":"time_now"},{"name":"time_now"}]},{"calls":[{"name":"time_now"}]},{"calls":[{"name":"time_now"}]},{"calls":[{"name":"time_now"}]},{"text":"done"}]}
        ```
        """;

    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        if (args is ["--help"] or ["-h"])
        {
            await Console.Out.WriteLineAsync("agents [FILE]    1, 100 and 1,000 agent runs of ten steps at once; writes the figures into FILE (default docs/benchmarks.md; 'none' writes none)");
            return 0;
        }

        var report = args.Count > 0 ? args[0] : Path.Combine(Repository.Root, "docs", "benchmarks.md");
        var data = Directory.CreateTempSubdirectory("agentfunctions-agents-").FullName;
        try
        {
            var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
            using var host = await PeerProcess.StartAsync(null, LocalHostPeer.Dll(), endpoint => ["--urls", $"http://{endpoint}", "--data", data], "/health/ready", new Dictionary<string, string> { ["AGENTFUNCTIONS_ADMIN_KEY"] = key });
            using var client = new HttpClient { BaseAddress = new Uri(host.Url), Timeout = TimeSpan.FromMinutes(5) };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
            await PutAsync(client, "tools", "time.now", new JsonObject { ["type"] = "builtin" });
            await PutAsync(client, "agents", "bench", new JsonObject { ["models"] = new JsonArray("sim-small"), ["tools"] = new JsonArray("time.now"), ["instructions"] = Instructions, ["limits"] = new JsonObject { ["steps"] = 20, ["deadline"] = "01:00:00" } });
            await PutAsync(client, "quotas", "bench", new JsonObject { ["scope"] = "agents/bench", ["unit"] = "usd", ["window"] = "day", ["amount"] = "1000.00" });
            await MeasureAsync(host, client, 100);
            var table = "| runs at once | steps/s | CPU ms a step | peak memory |\n|--:|--:|--:|--:|";
            foreach (var runs in (int[])[1, 100, 1000])
            {
                var row = await MeasureAsync(host, client, runs);
                await Console.Out.WriteLineAsync(row);
                table += "\n" + row;
            }

            if (report != "none") await File.WriteAllTextAsync(report, MarkdownPlace.Fill(File.Exists(report) ? await File.ReadAllTextAsync(report) : MarkdownPlace.Empty("agents"), "agents", $"\n\n{table}\n\nLast run: {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors.\n\n"));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }

        return 0;
    }

    private static async Task<string> MeasureAsync(PeerProcess host, HttpClient client, int runs)
    {
        var before = await CountAsync(client);
        var (started, cpu) = (Stopwatch.GetTimestamp(), host.CpuTime);
        await Parallel.ForEachAsync(Enumerable.Range(0, runs), new ParallelOptions { MaxDegreeOfParallelism = Starters }, async (_, cancellationToken) =>
        {
            using var answer = await client.PostAsJsonAsync("/api/agents/bench/runs", new JsonObject { ["input"] = "go" }, cancellationToken);
            answer.EnsureSuccessStatusCode();
        });
        while (await CountAsync(client) < before + runs) await Task.Delay(TimeSpan.FromMilliseconds(250));
        var steps = runs * StepsOfOne;
        return string.Create(
            CultureInfo.InvariantCulture, $"| {runs:N0} | {steps / Stopwatch.GetElapsedTime(started).TotalSeconds:N0} | {(host.CpuTime - cpu).TotalMilliseconds / steps:0.00} | {host.PeakMemoryMegabytes:N0} MB |");
    }

    /// <summary>Runs that succeeded; a run that ended otherwise ends the benchmark.</summary>
    private static async Task<int> CountAsync(HttpClient client)
    {
        if ((await PageAsync(client, "status=failed")).Count > 0) throw new InvalidOperationException("A run failed.");
        var count = 0;
        for (string? cursor = null; ;)
        {
            var answer = await client.GetFromJsonAsync<JsonObject>($"/api/runs?agent=bench&status=succeeded&limit=500{(cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor))}");
            count += answer!["items"]!.AsArray().Count;
            cursor = answer["nextCursor"]?.GetValue<string>();
            if (cursor is null) return count;
        }
    }

    private static async Task<JsonArray> PageAsync(HttpClient client, string query) => (await client.GetFromJsonAsync<JsonObject>($"/api/runs?agent=bench&limit=1&{query}"))!["items"]!.AsArray();

    private static async Task PutAsync(HttpClient client, string kind, string id, JsonObject spec)
    {
        using var answer = await client.PutAsJsonAsync($"/api/{kind}/{id}", new JsonObject { ["spec"] = spec });
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
    }
}
