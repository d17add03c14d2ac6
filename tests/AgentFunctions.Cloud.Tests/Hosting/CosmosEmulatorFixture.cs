using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using AgentFunctions.Cloud.Tests.Cosmos.Accounts;
using Microsoft.Azure.Cosmos;

namespace AgentFunctions.Cloud.Tests.Hosting;

/// <summary>The Cosmos DB server of npm in a process of its own, at a free port, with the product's containers. It knows one item at a time and queries; no batches, no ranks, no time to live.</summary>
public sealed partial class CosmosEmulatorFixture : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(90);

    // It looks at no key; the client library wants one of this form.
    private static readonly string Key = Convert.ToBase64String(new byte[32]);

    private Process? _process;

    /// <summary>A client of the one that runs now.</summary>
    internal static CosmosClient? Client { get; private set; }

    /// <summary>The database that harnesses work in.</summary>
    internal static string Database { get; private set; } = "";

    private static string Folder { get; } = Path.Combine(ProjectFolder(), "node");

    public async Task InitializeAsync()
    {
        NodePackages.EnsureInstalled(Folder);
        var script = Path.Combine(Folder, "node_modules", "@vercel", "cosmosdb-server", "lib", "cli.js");
        _process = Process.Start(new ProcessStartInfo("node", [script, "--no-ssl", "--host", "127.0.0.1", "--port", "0"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _ = _process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(StartTime);
        while (await _process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (ReadyLine().Match(line) is not { Success: true } ready) continue;
            _ = _process.StandardOutput.ReadToEndAsync();
            var options = new CosmosClientOptions { ConnectionMode = ConnectionMode.Gateway, LimitToEndpoint = true, MaxRetryAttemptsOnRateLimitedRequests = 0, CustomHandlers = { new CosmosServerDifferences() } };
            Client = new CosmosClient($"http://127.0.0.1:{ready.Groups[1].Value}", Key, options);
            return;
        }

        throw new InvalidOperationException("The Cosmos DB server ended before it listened.");
    }

    /// <summary>A database with the product's containers, empty.</summary>
    internal static async Task UseAsync(string database)
    {
        await AccountContainers.MakeAsync(Client!, database, withSearch: false);
        Database = database;
    }

    public async Task DisposeAsync()
    {
        if (_process is null) return;
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        Client?.Dispose();
        Client = null;
        _process?.Dispose();
    }

    private static string ProjectFolder([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, ".."));

    [GeneratedRegex("Ready to accept HTTP connections at 127\\.0\\.0\\.1:(\\d+)")]
    private static partial Regex ReadyLine();
}
