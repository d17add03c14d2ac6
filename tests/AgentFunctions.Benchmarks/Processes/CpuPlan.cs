using System.Diagnostics;
using System.Globalization;

namespace AgentFunctions.Benchmarks.Processes;

/// <summary>Which processors the gateway under test gets (one, alone) and which the load generator and upstream share; null where there is only one, or no way to say so.</summary>
internal sealed record CpuPlan(string? Gateway, string? Load)
{
    public static CpuPlan Make()
    {
        var allowed = Allowed();
        return allowed.Count < 2 || !OperatingSystem.IsLinux() || !CanRun("taskset", "--version")
            ? new CpuPlan(null, null)
            : new CpuPlan(Text(allowed[^1]), string.Join(',', allowed.SkipLast(1).Select(Text)));
    }

    /// <summary>Moves this process, with all its threads.</summary>
    public void Apply()
    {
        if (Load is not null) Tools.Run("taskset", "-a", "-c", "-p", Load, Text(Environment.ProcessId));
    }

    private static bool CanRun(string file, string argument) => Tools.Run(file, argument);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static List<int> Allowed()
    {
        const string name = "Cpus_allowed_list:";
        if (!File.Exists("/proc/self/status")) return [.. Enumerable.Range(0, Environment.ProcessorCount)];
        var list = File.ReadLines("/proc/self/status").First(static line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Trim();
        List<int> numbers = [];
        foreach (var part in list.Split(','))
        {
            var ends = part.Split('-').Select(static end => int.Parse(end, CultureInfo.InvariantCulture)).ToArray();
            numbers.AddRange(Enumerable.Range(ends[0], ends[^1] - ends[0] + 1));
        }

        return numbers;
    }
}
