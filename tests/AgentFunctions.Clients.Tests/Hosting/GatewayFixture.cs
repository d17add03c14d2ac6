using System.Net;
using System.Net.Sockets;
using AgentFunctions.Clients.Tests.Upstream;
using AgentFunctions.TestKit.Processes;
using OpenAI;

namespace AgentFunctions.Clients.Tests.Hosting;

/// <summary>
/// The real local host, twice: one in front of the scripted provider, one as it comes, with the demo set and the simulated provider.
/// </summary>
public sealed class GatewayFixture : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private ScriptedProvider? _provider;
    private GatewayHost? _scripted;
    private GatewayHost? _demo;

    internal ScriptedProvider Provider => _provider!;

    internal GatewayHost Demo => _demo!;

    internal NodeScripts Node => _scripted!.Node;

    internal string Key => _scripted!.Key;

    internal OpenAIClient Client(string? otherKey = null, SentRequests? sent = null, int? retries = null, string path = "v1") => _scripted!.Client(otherKey, sent, retries, path);

    public async Task InitializeAsync()
    {
        NodePackages.EnsureInstalled();
        _provider = new ScriptedProvider();
        var manifests = _folder.Sub("manifests");
        GatewayManifests.Write(manifests, _provider.Endpoint, NobodyListens());
        var scripted = new Dictionary<string, string?>
        {
            ["AGENTFUNCTIONS_SECRET_SCRIPTED"] = ScriptedProvider.Credential,
            ["SCRIPTED_PROVIDER"] = _provider.Address,
        };
        _scripted = await GatewayHost.StartAsync(_folder.Sub("scripted"), GatewayManifests.Agent, ["--manifests", manifests], scripted);
        _demo = await GatewayHost.StartAsync(_folder.Sub("demo"), "demo", [], []);
    }

    public async Task DisposeAsync()
    {
        if (_demo is not null) await _demo.DisposeAsync();
        if (_scripted is not null) await _scripted.DisposeAsync();
        if (_provider is not null) await _provider.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>An address that was free a moment ago.</summary>
    private static Uri NobodyListens()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/v1");
    }
}
