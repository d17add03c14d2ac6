using Microsoft.Extensions.Logging;

namespace AgentFunctions.Cloud.Tests.Telemetry;

internal static partial class JobLines
{
    [LoggerMessage(1, LogLevel.Error, "Job {Job} failed")]
    public static partial void Failed(ILogger logger, Exception exception, string job);

    [LoggerMessage(2, LogLevel.Error, "Job {Job} was lost")]
    public static partial void Lost(ILogger logger, string job);
}
