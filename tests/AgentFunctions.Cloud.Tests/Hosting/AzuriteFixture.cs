using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.Cloud.Tests.Hosting;

/// <summary>Azurite's blob service in a process of its own, at a free port.</summary>
public sealed partial class AzuriteFixture : IAsyncLifetime, IDisposable
{
    private const string Account = "devstoreaccount1";

    // Azurite's account and key are published and the same everywhere.
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(90);
    private readonly TemporaryFolder _folder = new();
    private Process? _process;

    public string ConnectionString { get; private set; } = "";

    private static string Folder { get; } = Path.Combine(ProjectFolder(), "node");

    public async Task InitializeAsync()
    {
        NodePackages.EnsureInstalled(Folder);
        var script = Path.Combine(Folder, "node_modules", "azurite", "dist", "src", "blob", "main.js");
        _process = Process.Start(new ProcessStartInfo("node", [script, "--blobHost", "127.0.0.1", "--blobPort", "0", "--location", _folder.FullPath, "--skipApiVersionCheck", "--disableTelemetry"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        _ = _process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(StartTime);
        while (await _process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (ListeningLine().Match(line) is not { Success: true } listening) continue;
            ConnectionString = $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint=http://127.0.0.1:{listening.Groups[1].Value}/{Account};";
            _ = _process.StandardOutput.ReadToEndAsync();
            return;
        }

        throw new InvalidOperationException("Azurite ended before it listened.");
    }

    public async Task DisposeAsync()
    {
        if (_process is not null)
        {
            if (!_process.HasExited) _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
    }

    public void Dispose()
    {
        _process?.Dispose();
        _folder.Dispose();
    }

    private static string ProjectFolder([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, ".."));

    [GeneratedRegex("listens on http://127\\.0\\.0\\.1:(\\d+)")]
    private static partial Regex ListeningLine();
}
