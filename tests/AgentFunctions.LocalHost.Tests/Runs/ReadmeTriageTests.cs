using System.Diagnostics;
using AgentFunctions.LocalHost.DemoTools;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Runs;

/// <summary>The README's support triage, pasted line by line, prints what the README says.</summary>
public sealed class ReadmeTriageTests
{
    private const string Heading = "An agent with tools and a person in the loop";
    private const string DefaultUrl = "http://127.0.0.1:7071";
    private const string AdminKeyFile = "$(cat .agentfunctions/admin.key)";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Readme_PastedLineByLine_PrintsWhatItShows()
    {
        var commands = ReadmeSession.Of(await File.ReadAllTextAsync(Path.Combine(RepositoryFolder.Root, "README.md")), Heading);
        Assert.InRange(commands.Count, 10, 30);
        await using var triage = await TriageHost.StartAsync();
        await using var shell = new ReadmeShell();
        foreach (var (command, shown) in commands)
        {
            var line = Here(command, triage);
            if (shown.Length == 0)
            {
                await shell.PasteAsync(line);
                continue;
            }

            // A reader is slower than a test: what is not there yet is looked at again.
            var (printed, since) = ("", Stopwatch.GetTimestamp());
            await TestWait.UntilAsync(
                async () => ReadmeSession.Matches(shown, printed = There(await shell.PasteAsync(line), triage)) || Stopwatch.GetElapsedTime(since) > Patience, command, Patience * 2);
            Assert.True(ReadmeSession.Matches(shown, printed), $"$ {command}\nprints\n{printed}\nand the README says\n{shown}");
        }
    }

    private static string Here(string text, TriageHost triage) => text
        .Replace(AdminKeyFile, LocalHostProcess.AdminKey, StringComparison.Ordinal)
        .Replace(DefaultUrl, triage.Host.Address.ToString().TrimEnd('/'), StringComparison.Ordinal)
        .Replace(DemoToolServer.DefaultUrl, triage.Tools.ToString().TrimEnd('/'), StringComparison.Ordinal);

    private static string There(string text, TriageHost triage) => text.Replace(triage.Tools.ToString().TrimEnd('/'), DemoToolServer.DefaultUrl, StringComparison.Ordinal);
}
