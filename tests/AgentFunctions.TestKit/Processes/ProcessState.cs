namespace AgentFunctions.TestKit.Processes;

/// <summary>What the kernel says of a process; Linux.</summary>
public static class ProcessState
{
    private const string StandStill = "TtZX";

    /// <summary>Whether no thread of it can run: each is stopped (SIGSTOP) or over.</summary>
    public static bool StandsStill(int process) =>
        !Directory.Exists($"/proc/{process}/task") || Directory.GetDirectories($"/proc/{process}/task").All(static thread => StandStill.Contains(StateOf(thread), StringComparison.Ordinal));

    /// <summary>Waits until it stands still: a signal is taken a moment after it was sent.</summary>
    public static void WaitUntilStill(int process)
    {
        if (OperatingSystem.IsLinux())
            SpinWait.SpinUntil(() => StandsStill(process));
    }

    private static string StateOf(string thread)
    {
        try
        {
            return File.ReadLines(Path.Combine(thread, "status")).FirstOrDefault(static line => line.StartsWith("State:", StringComparison.Ordinal))?["State:".Length..].Trim()[..1] ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
