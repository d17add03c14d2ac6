using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AgentFunctions.TestKit.Processes;
using OpenAI;

namespace AgentFunctions.Clients.Tests.Hosting;

/// <summary>A running local host, the key of one agent, and clients that use both.</summary>
internal sealed class GatewayHost(LocalHostProcess process, string key, NodeScripts node) : IAsyncDisposable
{
    public Uri Address => process.Address;

    public string Key => key;

    public NodeScripts Node => node;

    public static async Task<GatewayHost> StartAsync(string dataFolder, string agent, IEnumerable<string> arguments, Dictionary<string, string?> environment)
    {
        var process = await LocalHostProcess.StartAsync(dataFolder, arguments, environment);
        var key = await IssueKeyAsync(process, agent);
        var node = new NodeScripts(new Dictionary<string, string?>(environment)
        {
            ["AGENTFUNCTIONS_URL"] = process.Address.ToString().TrimEnd('/'),
            ["AGENTFUNCTIONS_KEY"] = key,
            // An agent's own trace upload would use this key; the tests see to it that none happens.
            ["OPENAI_API_KEY"] = key,
        });
        return new GatewayHost(process, key, node);
    }

    /// <param name="otherKey">Instead of the agent's.</param>
    /// <param name="sent">Counts what the client sends.</param>
    /// <param name="retries">The SDK's own retries; null leaves its default.</param>
    /// <param name="path">Base path of the surface.</param>
    public OpenAIClient Client(string? otherKey = null, SentRequests? sent = null, int? retries = null, string path = "v1")
    {
        var options = new OpenAIClientOptions { Endpoint = new Uri(Address, path) };
        if (sent is not null) options.Transport = new HttpClientPipelineTransport(new HttpClient(sent));
        if (retries is { } count) options.RetryPolicy = new ClientRetryPolicy(count);
        return new OpenAIClient(new ApiKeyCredential(otherKey ?? key), options);
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static async Task<string> IssueKeyAsync(LocalHostProcess process, string agent)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/keys") { Content = JsonContent.Create(new { agent }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", LocalHostProcess.AdminKey);
        using var response = await process.Client.SendAsync(request);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(response.IsSuccessStatusCode, $"No key for {agent}: {body}");
        return body.GetProperty("key").GetString()!;
    }
}
