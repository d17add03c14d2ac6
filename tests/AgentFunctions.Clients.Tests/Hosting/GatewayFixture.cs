using System.ClientModel;
using System.ClientModel.Primitives;
using AgentFunctions.Clients.Tests.Upstream;
using OpenAI;

namespace AgentFunctions.Clients.Tests.Hosting;

/// <summary>TEMP</summary>
public sealed class GatewayFixture : IAsyncLifetime
{
    private ScriptedProvider? _provider;
    private NodeScripts? _node;
    public Uri Address => new(_provider!.Endpoint, "/");
    public string Key { get; } = "ak_x";
    internal ScriptedProvider Provider => _provider!;
    internal NodeScripts Node => _node!;

    internal OpenAIClient Client(string? key = null, SentRequests? sent = null, int? retries = null, string path = "v1")
    {
        var options = new OpenAIClientOptions { Endpoint = new Uri(Address, path) };
        if (sent is not null) options.Transport = new HttpClientPipelineTransport(new HttpClient(sent));
        if (retries is { } count) options.RetryPolicy = new ClientRetryPolicy(count);
        return new OpenAIClient(new ApiKeyCredential(key ?? Key), options);
    }
    public async Task InitializeAsync()
    {
        _provider = await ScriptedProvider.StartAsync();
        _node = new NodeScripts(new Dictionary<string, string> { ["AGENTFUNCTIONS_URL"] = Address.ToString().TrimEnd('/'), ["AGENTFUNCTIONS_KEY"] = Key });
    }
    public async Task DisposeAsync() => await _provider!.DisposeAsync();
}
