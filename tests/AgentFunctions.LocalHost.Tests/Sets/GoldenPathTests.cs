using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Sets;

/// <summary>docs/platform.md as a new team follows it: its files written, its commands run in order, and its claims checked.</summary>
public sealed partial class GoldenPathTests : IDisposable
{
    private const string Program = "dotnet run --project src/AgentFunctions.LocalHost --";
    private const string Server = "http://127.0.0.1:7071";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task PlatformGuide_LineByLine_EndsWithAnAnswer()
    {
        var text = (await File.ReadAllTextAsync(Path.Combine(RepositoryFolder.Root, "docs", "platform.md"))).ReplaceLineEndings("\n");
        var blocks = Blocks().Matches(text).Select(m => m.Groups["body"].Value).ToList();
        Assert.Equal(6, blocks.Count);

        // 1: start. The admin key is generated, and found by the commands where the guide says.
        Assert.Equal("af\n", blocks[0]);
        await using var host = await LocalHostProcess.StartAsync(_folder.Sub(".agentfunctions"), environment: new Dictionary<string, string?> { ["AGENTFUNCTIONS_ADMIN_KEY"] = null });
        var address = host.Address.ToString().TrimEnd('/');

        // 2: the team's file, under the name the guide gives it.
        var file = TeamFile().Match(text).Groups["file"].Value;
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.Sub(file))!);
        await File.WriteAllTextAsync(_folder.Sub(file), blocks[1]);
        Assert.Contains("`manifests/support/agentfunctions.yaml`", text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(_folder.Sub("manifests/support/agentfunctions.yaml"), blocks[2]);

        // 3: the agent. What it prints is what the guide shows.
        var (command, shown) = (blocks[3].Split('\n')[0], blocks[3][(blocks[3].IndexOf('\n', StringComparison.Ordinal) + 1)..]);
        var printed = await ShellAsync(command["$ ".Length..], address);
        Assert.Equal(shown.Trim(), printed.Trim().ReplaceLineEndings("\n"));

        // 4: review and apply: valid, then differences (3), then applied.
        var steps = blocks[4].Trim().Split('\n');
        Assert.Equal(3, steps.Length);
        Assert.Contains("Valid: teams 1, agents 1.", await ShellAsync(steps[0], address), StringComparison.Ordinal);
        Assert.Contains("2 to create", await ShellAsync(steps[1], address, exitCode: 3), StringComparison.Ordinal);
        Assert.Contains("2 created", await ShellAsync(steps[2], address), StringComparison.Ordinal);

        // What `new agent` printed holds too: validate, apply (a no-op by now), key.
        var next = printed.Split('\n').Where(l => l.StartsWith("  ", StringComparison.Ordinal)).Select(l => l.Trim()).ToList();
        Assert.Equal(3, next.Count);
        Assert.Contains("Valid", await ShellAsync(next[0], address), StringComparison.Ordinal);
        Assert.Contains("No differences; 2 unchanged.", await ShellAsync(next[1], address), StringComparison.Ordinal);
        var key = JsonDocument.Parse(await ShellAsync(next[2], address)).RootElement.GetProperty("key").GetString()!;

        // 5: the call.
        var answer = JsonDocument.Parse(await ShellAsync(blocks[5], address, key: key)).RootElement;
        Assert.NotEmpty(answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!);
        var other = await ShellAsync(blocks[5].Replace("\"sim-small\"", "\"sim-reasoning\"", StringComparison.Ordinal), address, key: key);
        Assert.Contains("model_not_allowed", other, StringComparison.Ordinal);
        Assert.Contains("sim-small", other, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^```\w*\n(?<body>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"^`(?<file>[\w/.-]+\.yaml)`:$", RegexOptions.Multiline)]
    private static partial Regex TeamFile();

    /// <summary>A line as somebody pastes it, in a folder of his own; only the program's place and the port are not those of the guide.</summary>
    private async Task<string> ShellAsync(string line, string address, int exitCode = 0, string? key = null)
    {
        var program = $"dotnet '{RepositoryFolder.Assembly("src", "AgentFunctions.LocalHost")}'";
        var script = $"af() {{ {program} \"$@\"; }}\n" + line.Replace(Program, "af", StringComparison.Ordinal).Replace(Server, address, StringComparison.Ordinal);
        var start = new ProcessStartInfo("bash", ["-c", script]) { WorkingDirectory = _folder.FullPath, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("AGENTFUNCTIONS_ADMIN_KEY");
        start.Environment["KEY"] = key;
        using var shell = Process.Start(start)!;
        var (output, error) = (shell.StandardOutput.ReadToEndAsync(), shell.StandardError.ReadToEndAsync());
        await shell.WaitForExitAsync();
        Assert.True(shell.ExitCode == exitCode, $"{line}\nended with {shell.ExitCode}:\n{await output}{await error}");
        return await output;
    }
}
