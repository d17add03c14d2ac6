using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace AgentFunctions.Clients.Tests.Hosting;

/// <summary>Runs a group of JavaScript scenarios once, in one process, and hands out what each printed.</summary>
internal sealed class NodeScripts(IReadOnlyDictionary<string, string?> environment)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private readonly ConcurrentDictionary<string, Task<Dictionary<string, JsonElement>>> _groups = new();

    /// <summary>The folder with the scripts and their packages, beside this project.</summary>
    public static string Folder { get; } = Path.Combine(ProjectFolder(), "node");

    /// <summary>The value that a scenario printed; fails with its error when it raised one.</summary>
    public async Task<JsonElement> ResultAsync(string group, string scenario)
    {
        var results = await _groups.GetOrAdd(group, RunGroupAsync);
        Assert.True(results.TryGetValue(scenario, out var line), $"{group}.mjs printed nothing for {scenario}");
        if (line.TryGetProperty("error", out var error)) Assert.Fail($"{group}.mjs, {scenario}: {error.GetString()}");
        return line.GetProperty("value");
    }

    /// <summary>Runs one file and gives back what it printed.</summary>
    public async Task<string> PrintedAsync(string file)
    {
        using var process = new Process();
        process.StartInfo = new ProcessStartInfo("node", [file]) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) process.StartInfo.Environment[name] = value;
        process.Start();
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            var printed = await process.StandardOutput.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            Assert.True(process.ExitCode == 0, $"{file} left with {process.ExitCode}: {await errors}");
            return printed;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{file} did not finish within {Deadline}");
        }
    }

    private static string ProjectFolder([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, ".."));

    private async Task<Dictionary<string, JsonElement>> RunGroupAsync(string group)
    {
        var printed = await PrintedAsync(group + ".mjs");
        return printed.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => JsonElement.Parse(line))
            .ToDictionary(static line => line.GetProperty("scenario").GetString()!);
    }
}
