using System.ComponentModel;
using System.Diagnostics;

namespace AgentFunctions.Benchmarks.Processes;

/// <summary>Small programs of the system.</summary>
internal static class Tools
{
    /// <summary>Whether the program exists and succeeded.</summary>
    public static bool Run(string file, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
            process!.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
