using Microsoft.Extensions.Logging;

namespace AgentFunctions.Embedded.Documents;

/// <summary>What the engine logs: file names and counts, never ids or content.</summary>
internal static partial class StoreLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "Opened store file {File}")]
    public static partial void Opened(ILogger logger, string file);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "A transaction of {Count} writes on store file {File} failed")]
    public static partial void GroupFailed(ILogger logger, string file, int count, Exception exception);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "The log of store file {File} could not be copied into it; trying again later")]
    public static partial void CheckpointFailed(ILogger logger, string file, Exception exception);

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning, Message = "Store file {File} was not closed cleanly")]
    public static partial void CloseFailed(ILogger logger, string file, Exception exception);

    [LoggerMessage(EventId = 5, Level = LogLevel.Warning, Message = "The writer of store file {File} did not end in time; what it acknowledged is safe")]
    public static partial void WriterDidNotEnd(ILogger logger, string file);

    [LoggerMessage(EventId = 6, Level = LogLevel.Debug, Message = "Removed {Count} expired documents")]
    public static partial void Swept(ILogger logger, int count);

    [LoggerMessage(EventId = 7, Level = LogLevel.Warning, Message = "Removing expired documents failed; trying again at the next interval")]
    public static partial void SweepFailed(ILogger logger, Exception exception);
}
