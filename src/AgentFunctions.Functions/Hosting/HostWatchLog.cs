using Microsoft.Extensions.Logging;

namespace AgentFunctions.Functions.Hosting;

internal static partial class HostWatchLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "The Functions host at {Host} is gone; its worker stops.")]
    public static partial void HostIsGone(ILogger logger, Uri host);
}
