using System.Diagnostics;
using System.Text;

namespace AgentFunctions.Infra.Tests.Repository;

/// <summary>What a program said and how it ended.</summary>
internal sealed record Command(int ExitCode, string Output, string Errors)
{
    public static Command Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Tree.Root };
        var errors = new StringBuilder();
        using var process = new Process { StartInfo = start };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null) errors.Append(line.Data).Append('\n');
        };
        process.Start();

        // Both pipes at once: one that is not read fills up and holds the program.
        process.BeginErrorReadLine();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Command(process.ExitCode, output, errors.ToString());
    }
}
