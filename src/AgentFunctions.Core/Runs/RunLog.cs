using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Runs;

internal static partial class RunLog
{
    [LoggerMessage(1, LogLevel.Warning, "When runs were last seen could not be written; it is kept in memory and written when the store answers again")]
    public static partial void NotWritten(ILogger logger, Exception? exception);

    [LoggerMessage(2, LogLevel.Warning, "A run was closed, but the index of runs could not be written; it is brought up to date by the job that closes idle runs")]
    public static partial void IndexBehind(ILogger logger);

    [LoggerMessage(3, LogLevel.Warning, "Run {RunId} was written and could not be scheduled; the job schedules it when the store answers again")]
    public static partial void NotScheduled(ILogger logger, string runId);

    [LoggerMessage(4, LogLevel.Error, "Run {RunId} could not be scheduled")]
    public static partial void SchedulingFailed(ILogger logger, Exception exception, string runId);

    [LoggerMessage(5, LogLevel.Warning, "Run {RunId} had ended in the engine and was closed as {Status}")]
    public static partial void ClosedAfterwards(ILogger logger, string runId, string status);
}
