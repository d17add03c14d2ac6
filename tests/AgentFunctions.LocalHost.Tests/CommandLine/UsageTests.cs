using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.CommandLine;

/// <summary>A wrong command line is one or two lines and exit code 2, and touches nothing.</summary>
public sealed class UsageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Unknown command 'aply'", "aply", "m")]
    [InlineData("Unknown command 'new'", "new")]
    [InlineData("Unknown command 'new'", "new", "team", "x")]
    [InlineData("DIR is missing", "validate")]
    [InlineData("Unknown argument 'two'", "validate", "m", "two")]
    [InlineData("Unknown argument '--enw'", "validate", "m", "--enw", "prod")]
    [InlineData("--env needs a value", "validate", "m", "--env")]
    [InlineData("--env is given twice", "validate", "m", "--env", "a", "--env=b")]
    [InlineData("--output must be", "validate", "m", "--output", "xml")]
    [InlineData("--server is missing", "diff", "m")]
    [InlineData("--prune takes no value", "apply", "m", "--server", "http://127.0.0.1:9", "--prune=yes")]
    [InlineData("--prune needs an owner", "apply", "m", "--server", "http://127.0.0.1:9", "--prune")]
    [InlineData("--managed-by must have 1 to 128", "apply", "m", "--server", "http://127.0.0.1:9", "--managed-by", "a b")]
    [InlineData("--server must begin with https", "apply", "m", "--server", "http://gateway.example.com")]
    [InlineData("--server must begin with https", "apply", "m", "--server", "http://127.0.0.1.example.com")]
    [InlineData("--server must be an address", "apply", "m", "--server", "gateway.example.com")]
    [InlineData("--server must be an address", "apply", "m", "--server", "https://user:word@gateway.example.com")]
    [InlineData("--server must be an address", "apply", "m", "--server", "ftp://gateway.example.com")]
    [InlineData("--tenant must match", "apply", "m", "--server", "http://127.0.0.1:9", "--tenant", "A.B")]
    [InlineData("a key on the command line is seen", "apply", "m", "--server", "http://127.0.0.1:9", "--key", FakeControlPlane.Key)]
    [InlineData("a key on the command line is seen", "apply", "m", "--server", "http://127.0.0.1:9", "--key=" + FakeControlPlane.Key)]
    [InlineData("--format must be", "export", "m", "--server", "http://127.0.0.1:9", "--format", "xml")]
    [InlineData("NAME is missing", "new", "agent")]
    [InlineData("--team is missing", "new", "agent", "triage")]
    [InlineData("NAME must match", "new", "agent", "../triage", "--team", "t")]
    [InlineData("NAME must match", "new", "agent", "a b", "--team", "t")]
    [InlineData("--team must match", "new", "agent", "triage", "--team", "../../t")]
    [InlineData("--model must be", "new", "agent", "triage", "--team", "t", "--model", "a\nb")]
    [InlineData("--owner must be", "new", "agent", "triage", "--team", "t", "--owner", "a\nspec: b")]
    public async Task Run_WrongUsage_SaysItInTwoLinesAndExits2(string said, params string[] arguments)
    {
        _folder.Write("sim.yaml", ManifestFiles.Provider);

        var run = await CommandRun.RunAsync(_folder, arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
        Assert.Equal(2, run.Error.Trim().Split('\n').Length);
        Assert.Empty(run.Out);
        Assert.Equal(["m"], Directory.EnumerateFileSystemEntries(_folder.FullPath).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("validate")]
    [InlineData("diff")]
    [InlineData("apply")]
    [InlineData("export")]
    [InlineData("test")]
    [InlineData("new", "agent")]
    public async Task Run_Help_ListsOptionsAndExitCodes(params string[] command)
    {
        var run = await CommandRun.RunAsync(_folder, [.. command, "--help"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith(string.Join(' ', command), run.Out, StringComparison.Ordinal);
        Assert.Contains("Exit code", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_HelpOfTheServer_ListsTheCommands()
    {
        var run = await CommandRun.RunAsync(_folder, "--help");

        Assert.Equal(0, run.ExitCode);
        Assert.All(new[] { "--env", "validate", "diff", "apply", "export", "test", "new agent" }, word => Assert.Contains(word, run.Out, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_NoKeyAnywhere_SaysWhereToPutIt()
    {
        _folder.Write("sim.yaml", ManifestFiles.Provider);

        var run = await CommandRun.RunAsync(_folder, key: null, ["diff", "m", "--server", "http://127.0.0.1:9"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("AGENTFUNCTIONS_ADMIN_KEY", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_KeyOfTheLocalDataFolder_IsForLoopbackOnly()
    {
        _folder.Write("sim.yaml", ManifestFiles.Provider);
        Directory.CreateDirectory(_folder.Sub(".agentfunctions"));
        await File.WriteAllTextAsync(Path.Combine(_folder.Sub(".agentfunctions"), "admin.key"), FakeControlPlane.Key + "\n");
        await using var server = await FakeControlPlane.StartAsync();

        Assert.Equal(3, (await CommandRun.RunAsync(_folder, key: null, ["diff", "m", "--server", server.Address])).ExitCode);
        Assert.Equal(2, (await CommandRun.RunAsync(_folder, key: null, ["diff", "m", "--server", "https://gateway.invalid"])).ExitCode);
    }
}
