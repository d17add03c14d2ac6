using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace AgentFunctions.Benchmarks.Processes;

/// <summary>The product as a user runs it, set up through its own API: a provider with a credential, aliases with a price, an agent, three limits on the path of its calls that are never reached, a key.</summary>
internal sealed class LocalHostPeer : IDisposable
{
    private readonly string _data;

    private LocalHostPeer(PeerProcess process, string data)
    {
        Process = process;
        _data = data;
    }

    public PeerProcess Process { get; }

    /// <summary>The agent key that calls are made with.</summary>
    public string Key { get; private set; } = "";

    public static async Task<LocalHostPeer> StartAsync(string? cpus, string upstream)
    {
        var data = Directory.CreateTempSubdirectory("agentfunctions-benchmark-").FullName;
        var adminKey = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var environment = new Dictionary<string, string>
        {
            ["AGENTFUNCTIONS_ADMIN_KEY"] = adminKey,
            ["AGENTFUNCTIONS_SECRET_BENCH"] = "sk-benchmark-upstream",
        };
        var process = await PeerProcess.StartAsync(cpus, Dll(), endpoint => ["--urls", $"http://{endpoint}", "--data", data], "/health/ready", environment);
        var peer = new LocalHostPeer(process, data);
        await peer.DeclareAsync(adminKey, upstream);
        return peer;
    }

    public void Dispose()
    {
        Process.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    // The same place under src as this program has under tests.
    public static string Dll()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var dll = Path.Combine(Repository.Root, "src", "AgentFunctions.LocalHost", "bin", output.Parent!.Name, output.Name, "AgentFunctions.LocalHost.dll");
        return File.Exists(dll) ? dll : throw new FileNotFoundException($"Build the local host first: {dll}");
    }

    private async Task DeclareAsync(string adminKey, string upstream)
    {
        using var client = new HttpClient { BaseAddress = new Uri(Process.Url) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", adminKey);
        await PutAsync(client, "providers", "bench", new JsonObject { ["type"] = "openai", ["endpoint"] = upstream + "/v1", ["credential"] = new JsonObject { ["secretRef"] = "bench" } });
        foreach (var kind in (string[])["plain", "stream", "paced"])
            await PutAsync(client, "models", $"bench-{kind}", new JsonObject { ["targets"] = new JsonArray(new JsonObject { ["provider"] = "bench", ["deployment"] = $"scripted-{kind}" }) });
        await PutAsync(client, "prices", "bench", new JsonObject { ["match"] = "scripted-*", ["input"] = "2.50", ["output"] = "10" });
        await PutAsync(client, "agents", "bench", new JsonObject { ["models"] = new JsonArray("bench-*") });
        await PutAsync(client, "quotas", "bench-agent-day", Quota("agents/bench", "usd", "day", "9000000"));
        await PutAsync(client, "quotas", "bench-tenant-month", Quota("tenant", "usd", "month", "9000000"));
        await PutAsync(client, "quotas", "bench-agent-minute", Quota("agents/bench", "tokens", "minute", "1000000000000"));

        using var issued = await client.PostAsJsonAsync("/api/keys", new JsonObject { ["agent"] = "bench" });
        Key = JsonNode.Parse(await ContentAsync(issued))!["key"]!.GetValue<string>();
    }

    private static JsonObject Quota(string scope, string unit, string window, string amount) => new() { ["scope"] = scope, ["unit"] = unit, ["window"] = window, ["amount"] = amount };

    private static async Task PutAsync(HttpClient client, string kind, string id, JsonObject spec)
    {
        var body = new JsonObject { ["apiVersion"] = "agentfunctions/v1", ["kind"] = kind, ["id"] = id, ["spec"] = spec };
        using var answer = await client.PutAsJsonAsync($"/api/{kind}/{id}", body);
        await ContentAsync(answer);
    }

    private static async Task<string> ContentAsync(HttpResponseMessage answer)
    {
        var content = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? content : throw new InvalidOperationException($"{answer.RequestMessage!.RequestUri} answered {(int)answer.StatusCode}: {content}");
    }
}
