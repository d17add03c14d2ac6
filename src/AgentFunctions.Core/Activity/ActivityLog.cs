using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Activity;

internal static partial class ActivityLog
{
    [LoggerMessage(1, LogLevel.Warning, "Activity could not be written; it is kept in memory and written when the store answers again")]
    public static partial void NotWritten(ILogger logger, Exception? exception);

    [LoggerMessage(2, LogLevel.Error, "{Calls} calls were not counted: too many counters wait for the store")]
    public static partial void Dropped(ILogger logger, long calls);
}
