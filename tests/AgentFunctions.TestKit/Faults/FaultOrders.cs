using System.Globalization;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.TestKit.Faults;

/// <summary>What a test orders of a process that was started with <see cref="FaultPoints.Environment"/>.</summary>
public static class FaultOrders
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>It is killed (SIGKILL) at the N-th point from now on.</summary>
    public static Task<int> KillAtAsync(this LocalHostProcess host, int point) => OrderAsync(host, string.Create(CultureInfo.InvariantCulture, $"kill {point}"));

    /// <summary>It is stopped (SIGSTOP) at the N-th point from now on that lies between transactions.</summary>
    public static Task<int> StopAtAsync(this LocalHostProcess host, int point) => OrderAsync(host, string.Create(CultureInfo.InvariantCulture, $"stop {point}"));

    /// <summary>Points passed since the last order; nothing strikes any more.</summary>
    public static Task<int> CountPointsAsync(this LocalHostProcess host) => OrderAsync(host, "count");

    /// <exception cref="IOException">An order before this one struck.</exception>
    private static async Task<int> OrderAsync(LocalHostProcess host, string order)
    {
        var answer = $"{FaultPoints.Answer} {order} ";
        var before = Answers(host, answer).Count;
        await host.WriteLineAsync(order);
        await TestWait.UntilAsync(() => Answers(host, answer).Count > before || host.HasExited, $"the process obeys '{order}'", Patience);
        if (host.HasExited) throw new IOException("The process is gone.");
        return int.Parse(Answers(host, answer)[^1][answer.Length..], CultureInfo.InvariantCulture);
    }

    private static List<string> Answers(LocalHostProcess host, string answer) => [.. host.Output.Split('\n').Where(line => line.StartsWith(answer, StringComparison.Ordinal))];
}
