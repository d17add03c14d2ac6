using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Memory.Extraction;

internal static partial class ExtractionLog
{
    [LoggerMessage(1, LogLevel.Error, "The session {Session} could not be read for facts; the others are")]
    public static partial void Failed(ILogger logger, Exception exception, string session);
}
