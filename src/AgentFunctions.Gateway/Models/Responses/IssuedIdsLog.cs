using Microsoft.Extensions.Logging;

namespace AgentFunctions.Gateway.Models.Responses;

internal static partial class IssuedIdsLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Response ids of call {CallId} could not be written down; building on them will be refused.")]
    public static partial void NotRecorded(ILogger logger, Exception exception, string callId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Response ids named by call {CallId} could not be confirmed; the call was refused.")]
    public static partial void NotConfirmed(ILogger logger, Exception exception, string callId);
}
