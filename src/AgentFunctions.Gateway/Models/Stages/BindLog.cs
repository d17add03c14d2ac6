using Microsoft.Extensions.Logging;

namespace AgentFunctions.Gateway.Models.Stages;

internal static partial class BindLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The run or session of call {CallId} could not be confirmed; the call was refused.")]
    public static partial void NotConfirmed(ILogger logger, Exception exception, string callId);
}
