using Microsoft.Extensions.Logging;

namespace AgentFunctions.Http.Authentication.Entra;

internal static partial class EntraLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The signing keys of the directory {Directory} could not be read.")]
    public static partial void KeysUnavailable(ILogger logger, string directory, Exception exception);
}
