using System.Diagnostics;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.CommandLine;

/// <summary>The real binary, run to its end with a command.</summary>
internal sealed record CommandRun(int ExitCode, string Out, string Error)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public static Task<CommandRun> RunAsync(TemporaryFolder folder, params string[] arguments) => RunAsync(folder, FakeControlPlane.Key, arguments);

    public static async Task<CommandRun> RunAsync(TemporaryFolder folder, string? key, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = folder.FullPath };
        start.ArgumentList.Add(RepositoryFolder.Assembly("src", "AgentFunctions.LocalHost"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["AGENTFUNCTIONS_ADMIN_KEY"] = key;
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Deadline);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);
        var run = new CommandRun(process.ExitCode, await output, await error);
        if (key is not null)
            Assert.DoesNotContain(key, run.Out + run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        return run;
    }
}
