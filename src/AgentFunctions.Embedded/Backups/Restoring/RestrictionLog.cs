using Microsoft.Extensions.Logging;

namespace AgentFunctions.Embedded.Backups.Restoring;

internal static partial class RestrictionLog
{
    [LoggerMessage(1, LogLevel.Warning, "What was taken away in tenant '{Tenant}' could not be copied to restrictions.jsonl; it is tried again every second")]
    public static partial void Delayed(ILogger logger, Exception exception, string tenant);
}
