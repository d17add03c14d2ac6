using AgentFunctions.Embedded.Backups;
using AgentFunctions.LocalHost.CommandLine;
using AgentFunctions.LocalHost.CommandLine.Commands;
using AgentFunctions.LocalHost.CommandLine.Parsing;

namespace AgentFunctions.LocalHost.Tests.CommandLine;

/// <summary>What the commands hand on; the work itself is tested where it is done.</summary>
public sealed class BackupCommandTests : IDisposable
{
    private readonly List<string> _asked = [];
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _out.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task Backup_Options_AreFullPaths()
    {
        Assert.Equal(0, await BackupAsync(0, "--to", "b"));
        Assert.Equal(0, await BackupAsync(0, "--to=/b", "--data", "d", "--include-keys"));

        Assert.Equal(["/home/me/.agentfunctions /home/me/b False", "/home/me/d /b True"], _asked);
        Assert.Equal(["done", "done"], _out.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Backup_Failure_GoesToStandardError()
    {
        Assert.Equal(1, await BackupAsync(1, "--to", "b"));

        Assert.Equal(("", "done"), (_out.ToString(), _error.ToString().Trim()));
    }

    [Theory]
    [InlineData("--to is missing")]
    [InlineData("--to lies within", "--data", "d", "--to", "d/backups/1")]
    [InlineData("--to lies within", "--data", "d/", "--to", "d")]
    public async Task Backup_WrongUsage_TouchesNothing(string said, params string[] args)
    {
        var refusal = await Assert.ThrowsAsync<CommandException>(() => BackupAsync(0, args));

        Assert.Equal(ExitCodes.Usage, refusal.ExitCode);
        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
        Assert.Empty(_asked);
    }

    [Theory]
    [InlineData("--data is missing", "--from", "b")]
    [InlineData("--from is missing", "--data", "d")]
    public async Task Restore_WrongUsage_TouchesNothing(string said, params string[] args)
    {
        var refusal = await Assert.ThrowsAsync<CommandException>(() => RestoreAsync(args));

        Assert.Equal(ExitCodes.Usage, refusal.ExitCode);
        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task Restore_FolderBesideOrWithinTheDataFolder_IsTaken()
    {
        Assert.Equal(0, await RestoreAsync("--data", "d", "--from", "d-backup"));
        Assert.Equal(0, await RestoreAsync("--data", "d", "--from", "d/backups/before-restore-1"));

        Assert.Equal(["/home/me/d /home/me/d-backup", "/home/me/d /home/me/d/backups/before-restore-1"], _asked);
    }

    private Task<int> BackupAsync(int exitCode, params string[] args) => RunAsync(new BackupCommand((data, to, keys, _) => Answer($"{data} {to} {keys}", exitCode)), args);

    private Task<int> RestoreAsync(params string[] args) => RunAsync(new RestoreCommand((data, from, _) => Answer($"{data} {from}", 0)), args);

    private Task<CommandOutcome> Answer(string asked, int exitCode)
    {
        _asked.Add(asked);
        return Task.FromResult(new CommandOutcome(exitCode, ["done"]));
    }

    private Task<int> RunAsync(ICommand command, string[] args)
    {
        var (options, mistake) = OptionParser.Parse(args, command.Spec.Options, command.Spec.Arguments);
        Assert.Null(mistake);
        return command.RunAsync(options!, new CommandContext(_out, _error, "/home/me", _ => null), CancellationToken.None);
    }
}
