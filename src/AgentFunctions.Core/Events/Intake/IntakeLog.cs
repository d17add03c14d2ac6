using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Events.Intake;

internal static partial class IntakeLog
{
    [LoggerMessage(1, LogLevel.Error, "An event of the stream {Stream} became a dead letter ({Reason}): {Id}")]
    public static partial void Kept(ILogger logger, string stream, string reason, string id);

    [LoggerMessage(2, LogLevel.Error, "An event of the stream {Stream} could not be handled: {Id}")]
    public static partial void Failed(ILogger logger, Exception exception, string stream, string id);

    [LoggerMessage(3, LogLevel.Information, "A dead letter of the stream {Stream} was handed in again by {By}: {Id}")]
    public static partial void SentAgain(ILogger logger, string stream, string by, string id);
}
