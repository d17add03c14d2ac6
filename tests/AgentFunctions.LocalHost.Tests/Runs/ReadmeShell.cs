using System.Diagnostics;

namespace AgentFunctions.LocalHost.Tests.Runs;

/// <summary>A shell that a reader pastes lines into; what a line sets, the next ones know.</summary>
internal sealed class ReadmeShell : IAsyncDisposable
{
    private const string End = "--- end of the line ---";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _shell = Process.Start(new ProcessStartInfo("bash") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;

    /// <summary>Runs a line and answers what it printed.</summary>
    public async Task<string> PasteAsync(string line)
    {
        await _shell.StandardInput.WriteLineAsync($"{line}\nprintf '\\n{End}\\n'");
        await _shell.StandardInput.FlushAsync();
        using var patience = new CancellationTokenSource(Patience);
        var lines = new List<string>();
        while (await _shell.StandardOutput.ReadLineAsync(patience.Token) is { } read && read != End) lines.Add(read);
        return string.Join('\n', lines).TrimEnd('\n');
    }

    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        if (!_shell.HasExited) _shell.Kill(entireProcessTree: true);
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }
}
