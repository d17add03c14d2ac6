using AgentFunctions.Core.Errors;

namespace AgentFunctions.Workflows.Agents.Running;

/// <summary>Which refusals time may cure, and how long to wait.</summary>
internal static class Waits
{
    /// <summary>Tries of a call that fails for want of somebody else; refusals of limits do not count, they end with the deadline.</summary>
    public const int MaxTries = 6;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    public static bool MayComeLater(ApiError error) => error.ShouldRetry != false && (error.Status is 408 or 429 or >= 500 || error.Code == ErrorCodes.CallInProgress);

    /// <summary>A limit has no room now and will have.</summary>
    public static bool IsLimit(RunFault fault) => fault.Status == 429;

    /// <summary>The wait before the next try: what was asked for, else longer each time.</summary>
    public static TimeSpan Before(int nextTry, TimeSpan? asked)
    {
        var wait = asked ?? TimeSpan.FromSeconds(Math.Pow(2, Math.Min(nextTry, 7)));
        return wait < Shortest ? Shortest : wait > Longest ? Longest : wait;
    }
}
