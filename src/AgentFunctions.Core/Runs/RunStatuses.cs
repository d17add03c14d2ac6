namespace AgentFunctions.Core.Runs;

/// <summary>Statuses of runs by the names that bodies, filters and documents use.</summary>
public static class RunStatuses
{
    /// <summary>Every name, in the order of docs/api.md.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<RunStatus>().Select(ToName)];

    /// <summary>Those that may still change.</summary>
    public static IReadOnlyList<RunStatus> Open { get; } = [.. Enum.GetValues<RunStatus>().Where(static s => !IsClosed(s))];

    public static string ToName(RunStatus status) => status switch
    {
        RunStatus.Pending => "pending",
        RunStatus.Running => "running",
        RunStatus.Waiting => "waiting",
        RunStatus.Suspended => "suspended",
        RunStatus.Succeeded => "succeeded",
        RunStatus.Failed => "failed",
        RunStatus.Cancelled => "cancelled",
        RunStatus.Terminated => "terminated",
        _ => "timedOut",
    };

    /// <summary>The status of a name; null for any other word.</summary>
    public static RunStatus? Find(string? name)
    {
        foreach (var status in Enum.GetValues<RunStatus>())
            if (ToName(status) == name) return status;
        return null;
    }

    /// <summary>No call may join it any more, and it never opens again.</summary>
    public static bool IsClosed(RunStatus status) => status is RunStatus.Succeeded or RunStatus.Failed or RunStatus.Cancelled or RunStatus.Terminated or RunStatus.TimedOut;
}
