using Microsoft.Extensions.Logging;

namespace AgentFunctions.Gateway.Models.Stages;

internal static partial class AttemptLog
{
    [LoggerMessage(1, LogLevel.Warning, "Call {CallId}, attempt {Attempt} at {Provider}/{Deployment}: {Outcome} (provider's status {Status}, 0 for none)")]
    public static partial void Failed(ILogger logger, string callId, int attempt, string provider, string deployment, string outcome, int status);
}
