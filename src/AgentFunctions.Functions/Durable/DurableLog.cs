using Microsoft.Extensions.Logging;

namespace AgentFunctions.Functions.Durable;

internal static partial class DurableLog
{
    /// <summary>The host sees such a try succeed, so it is told here.</summary>
    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "A try of the activity {Activity} failed with {Failure}; another one follows.")]
    public static partial void TryFailed(ILogger logger, string activity, string failure);
}
