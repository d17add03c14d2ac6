using Microsoft.Extensions.Logging;

namespace AgentFunctions.Cloud.Identity;

internal static partial class IdentityLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "This host has no identity to call Azure with.")]
    public static partial void Unavailable(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "No token could be had for this host's identity.")]
    public static partial void Failed(ILogger logger, Exception exception);
}
