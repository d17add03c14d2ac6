using AgentFunctions.LocalHost.Tests.CommandLine;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Sets;

/// <summary>A host for tests that each declare things under a prefix of their own.</summary>
public sealed class OneHost : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LocalHostProcess Host { get; private set; } = null!;

    public async Task InitializeAsync() => Host = await LocalHostProcess.StartAsync(_folder.Data);

    public async Task DisposeAsync() => await Host.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    /// <summary>Runs a command against it, on the folder <c>m</c> unless another is named.</summary>
    internal Task<CommandRun> RunAsync(TemporaryFolder folder, string command, params string[] options) => RunAsync(Host, folder, command, "m", options);

    internal static Task<CommandRun> RunAsync(LocalHostProcess host, TemporaryFolder folder, string command, string manifests, params string[] options) =>
        CommandRun.RunAsync(folder, LocalHostProcess.AdminKey, [command, manifests, "--server", host.Address.ToString(), .. options]);
}
