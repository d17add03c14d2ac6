using Microsoft.Extensions.Logging;

namespace AgentFunctions.Gateway.Models.Stages;

internal static partial class ContextLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Call {CallId} was refused: what its context leaves out could not be kept.")]
    public static partial void NotKept(ILogger logger, Exception exception, string callId);
}
