using System.Diagnostics.CodeAnalysis;
using AgentFunctions.Cloud.Tests.Cosmos;
using AgentFunctions.Cloud.Tests.Secrets;
using AgentFunctions.TestKit.Processes;
using AgentFunctions.TestKit.Runs;
using AgentFunctions.TestKit.Tools;
using Azure.Core.Pipeline;

namespace AgentFunctions.Cloud.Tests.Instances;

/// <summary>What the instances of a host share: the account, the container of payloads, the vault, the engine of workflows; and a server of tools.</summary>
internal sealed class CosmosWorld : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    public const string AdminKey = "admin-key-for-tests-only-0123456789";

    private CosmosWorld(string blobs, ToolServer tools) => (Blobs, Tools, Transport) = (blobs, tools, new HttpClientTransport(new HttpClient(Vault)));

    /// <summary>Folder of manifests that every instance applies when it starts.</summary>
    public string Manifests => _folder.FullPath;

    public FakeAccount Account { get; } = new(TimeProvider.System);

    public VaultFake Vault { get; } = new();

    public HttpClientTransport Transport { get; }

    public FakeWorkflowClient Workflows { get; } = new(TimeProvider.System);

    public ToolServer Tools { get; }

    /// <summary>Connection string of the emulator.</summary>
    public string Blobs { get; }

    public string Container { get; } = "t" + Guid.NewGuid().ToString("N");

    public static async Task<CosmosWorld> StartAsync(string blobs, Func<CosmosWorld, string> manifest)
    {
        var world = new CosmosWorld(blobs, await ToolServer.StartAsync());
        await File.WriteAllTextAsync(Path.Combine(world.Manifests, "all.json"), manifest(world));
        return world;
    }

    /// <summary>One more instance.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The test disposes of it.")]
    public Task<CosmosInstance> AddAsync() => CosmosInstance.StartAsync(this);

    public async ValueTask DisposeAsync()
    {
        await Tools.DisposeAsync();
        Transport.Dispose();
        Vault.Dispose();
        _folder.Dispose();
    }
}
