using AgentFunctions.TestKit.Processes;
using AgentFunctions.TestKit.Upstream;

namespace AgentFunctions.LocalHost.Tests.Secrets;

/// <summary>A provider's credential and the keys of a running host, looked for in everything it says: answers, log at its most talkative, metrics, stored resources, files.</summary>
public sealed class CanaryTests : IDisposable
{
    private const string Canary = "sk-canary-7f3a9e1d5b";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_AtTraceLevel_SaysNoSecretAnywhere()
    {
        await using var upstream = ScriptedUpstream.Start();
        upstream.Default = static request => UpstreamReply.Json(400, $$$"""{"error":{"message":"Bad key {{{request.Header("Authorization")}}}","type":"invalid_request_error","param":null,"code":"bad"}}""");
        WriteManifests(upstream.Endpoint);
        await using var host = await LocalHostProcess.StartAsync(
            _folder.Sub("data"),
            ["--manifests", _folder.Sub("manifests")],
            new Dictionary<string, string?> { ["AGENTFUNCTIONS_SECRET_UPSTREAM"] = Canary, ["Logging__LogLevel__Default"] = "Trace" });
        var (_, key) = await host.IssueKeyAsync();
        var said = new List<string>();

        foreach (var reply in Replies())
        {
            upstream.Enqueue(reply);
            using var answer = await host.ChatAsync(key, "m", stream: false);
            said.Add(await AllAsync(answer));
        }

        using (var echoed = await host.ChatAsync(key, "m", stream: false)) said.Add(await AllAsync(echoed));
        foreach (var path in (string[])["/metrics", "/openapi.json", "/api/providers", "/api/keys", "/api/secrets", "/health/ready", "/api/agents/none"])
        {
            using var request = LocalHostCalls.Request(HttpMethod.Get, path, LocalHostProcess.AdminKey);
            using var answer = await host.Client.SendAsync(request);
            said.Add(await AllAsync(answer));
        }

        host.Terminate();
        Assert.Equal(0, await host.WaitForExitAsync(TimeSpan.FromSeconds(45)));
        said.Add(host.Output);

        Assert.Contains(upstream.Requests, static request => request.Header("Authorization") == "Bearer " + Canary);
        foreach (var secret in (string[])[Canary, key, LocalHostProcess.AdminKey])
        {
            Assert.All(said, text => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
            Assert.DoesNotContain(secret, await FilesAsync(), StringComparison.Ordinal);
        }
    }

    private static IEnumerable<UpstreamReply> Replies() =>
    [
        UpstreamReply.Json(200, ChatEvents.Whole),
        UpstreamReply.Json(401, $$$"""{"error":{"message":"Incorrect API key provided: {{{Canary}}}","type":"invalid_request_error","code":"invalid_api_key"}}"""),
        UpstreamReply.Bytes(200, "text/html", "<html>not json</html>"u8.ToArray()),
    ];

    private static async Task<string> AllAsync(HttpResponseMessage answer) => answer.Headers + await answer.Content.ReadAsStringAsync();

    // The keys are in the data folder as hashes only; the demo key's own file holds another key.
    private async Task<string> FilesAsync()
    {
        var texts = Directory.EnumerateFiles(_folder.Sub("data")).Select(static file => File.ReadAllTextAsync(file, System.Text.Encoding.Latin1));
        return string.Concat(await Task.WhenAll(texts));
    }

    private void WriteManifests(string endpoint)
    {
        var folder = Directory.CreateDirectory(_folder.Sub("manifests")).FullName;
        Write(folder, "providers", "upstream", $$$"""{"type":"openai","endpoint":"{{{endpoint}}}","credential":{"secretRef":"upstream"}}""");
        Write(folder, "models", "m", """{"targets":[{"provider":"upstream"}],"retry":{"attempts":1}}""");
        Write(folder, "agents", "demo", """{"owner":"tests","models":["m"]}""");
    }

    private static void Write(string folder, string kind, string id, string spec) =>
        File.WriteAllText(Path.Combine(folder, $"{kind}-{id}.json"), $$$"""{"apiVersion":"agentfunctions/v1","kind":"{{{kind}}}","id":"{{{id}}}","spec":{{{spec}}}}""");
}
