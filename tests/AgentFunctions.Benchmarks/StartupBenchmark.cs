using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AgentFunctions.Benchmarks.Processes;

namespace AgentFunctions.Benchmarks;

/// <summary>How long the local host takes from its start to its first call, with a folder that holds many resources and with an empty one.</summary>
internal static class StartupBenchmark
{
    private const int Resources = 10_000;
    private const int Rounds = 5;

    public static async Task<int> RunAsync()
    {
        var (full, empty) = (Folder(), Folder());
        try
        {
            var environment = new Dictionary<string, string> { ["AGENTFUNCTIONS_ADMIN_KEY"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)) };
            using (var host = await StartAsync(full, environment)) await FillAsync(host.Url, environment["AGENTFUNCTIONS_ADMIN_KEY"]);
            using (await StartAsync(empty, environment))
            {
                // The first start applies what is shipped; both folders have had theirs.
            }

            var (withMany, without) = (new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                using (var host = await StartAsync(full, environment)) withMany.Add(host.Ready.TotalMilliseconds + await FirstViewAsync(host.Url, environment["AGENTFUNCTIONS_ADMIN_KEY"]));
                using (var host = await StartAsync(empty, environment)) without.Add(host.Ready.TotalMilliseconds + await FirstViewAsync(host.Url, environment["AGENTFUNCTIONS_ADMIN_KEY"]));
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"start to first answer, median of {Rounds} interleaved rounds: {Resources:N0} resources {Median(withMany):N0} ms, demo set alone {Median(without):N0} ms"));
            return 0;
        }
        finally
        {
            Directory.Delete(full, recursive: true);
            Directory.Delete(empty, recursive: true);
        }
    }

    /// <summary>Kinds that every process holds whole (models, teams, providers) and those it reads on use, in two sets.</summary>
    private static async Task FillAsync(string url, string key)
    {
        using var client = Client(url, key);
        for (var set = 0; set < 2; set++)
        {
            var items = new JsonArray();
            for (var i = 0; i < Resources / 2; i++)
            {
                var n = (set * Resources / 2) + i;
                items.Add((n % 10) switch
                {
                    0 => Item("providers", $"p-{n}", new JsonObject { ["type"] = "simulated" }),
                    1 => Item("teams", $"t-{n}", new JsonObject { ["models"] = new JsonArray("*") }),
                    < 5 => Item("models", $"m-{n}", new JsonObject { ["targets"] = new JsonArray(new JsonObject { ["provider"] = $"p-{n - (n % 10)}" }) }),
                    _ => Item("agents", $"a-{n}", new JsonObject { ["team"] = $"t-{n - (n % 10) + 1}", ["models"] = new JsonArray($"m-{n - (n % 10) + 2}") }),
                });
            }

            using var answer = await client.PutAsJsonAsync("/api/resources", new JsonObject { ["items"] = items });
            if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
        }
    }

    /// <summary>Ready says that calls can be taken; this takes one that needs the whole view.</summary>
    private static async Task<double> FirstViewAsync(string url, string key)
    {
        using var client = Client(url, key);
        client.DefaultRequestHeaders.Add("x-agent-id", "demo");
        var started = TimeProvider.System.GetTimestamp();
        using var answer = await client.GetAsync(new Uri("/v1/models", UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        return TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
    }

    private static HttpClient Client(string url, string key)
    {
        var client = new HttpClient { BaseAddress = new Uri(url), Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    private static Task<PeerProcess> StartAsync(string data, Dictionary<string, string> environment) =>
        PeerProcess.StartAsync(null, LocalHostPeer.Dll(), endpoint => ["--urls", $"http://{endpoint}", "--data", data], "/health/ready", environment);

    private static JsonObject Item(string kind, string id, JsonObject spec) => new() { ["kind"] = kind, ["id"] = id, ["spec"] = spec };

    private static string Folder() => Directory.CreateTempSubdirectory("agentfunctions-benchmark-").FullName;

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
