using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Freshness;

/// <summary>Three processes on one data folder, with a provider that shows its credential. Shared by tests that each bring agents and keys of their own.</summary>
public sealed class ThreeHosts : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CredentialUpstream _upstream = new();
    private int _agents;

    public LocalHostProcess First { get; private set; } = null!;

    public LocalHostProcess Second { get; private set; } = null!;

    /// <summary>Called by no one but the test that uses it.</summary>
    public LocalHostProcess Third { get; private set; } = null!;

    internal CredentialUpstream Upstream => _upstream;

    internal string DataFolder => _folder.Data;

    internal string Sub(string name) => _folder.Sub(name);

    public async Task InitializeAsync()
    {
        First = await LocalHostProcess.StartAsync(_folder.Data);
        var others = await Task.WhenAll(LocalHostProcess.StartAsync(_folder.Data), LocalHostProcess.StartAsync(_folder.Data));
        (Second, Third) = (others[0], others[1]);
        _upstream.Accept(("old", "sk-old"), ("new", "sk-new"));
        await First.PutSecretAsync("upstream", "sk-old", _upstream.Host);
        await First.DeclareAsync("providers", "upstream", $$$"""{"type":"openai","endpoint":"{{{_upstream.Endpoint}}}","credential":{"secretRef":"upstream"}}""");
        await First.DeclareAsync("prices", "echo", """{"input":"0","output":"0"}""");
        await First.DeclareAsync("models", "echo", """{"targets":[{"provider":"upstream"}],"retry":{"attempts":1}}""");
    }

    public async Task DisposeAsync()
    {
        foreach (var host in (LocalHostProcess?[])[First, Second, Third])
        {
            if (host is not null) await host.DisposeAsync();
        }

        await _upstream.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>An agent of the test's own, with a key.</summary>
    internal async Task<(string Agent, string KeyId, string Key)> NewAgentAsync()
    {
        var agent = $"agent-{Interlocked.Increment(ref _agents)}";
        await First.DeclareAsync("agents", agent, """{"models":["sim-*","echo"]}""");
        var (id, key) = await First.IssueKeyAsync(agent);
        return (agent, id, key);
    }
}
