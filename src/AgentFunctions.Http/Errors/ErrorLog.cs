using Microsoft.Extensions.Logging;

namespace AgentFunctions.Http.Errors;

internal static partial class ErrorLog
{
    [LoggerMessage(1, LogLevel.Error, "Request {RequestId} failed")]
    public static partial void RequestFailed(ILogger logger, Exception exception, string requestId);
}
