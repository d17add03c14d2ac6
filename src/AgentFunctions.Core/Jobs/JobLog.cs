using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Jobs;

internal static partial class JobLog
{
    [LoggerMessage(1, LogLevel.Error, "Job {Job} failed; it runs again at its interval")]
    public static partial void Failed(ILogger logger, Exception exception, string job);

    [LoggerMessage(2, LogLevel.Warning, "Job {Job} was taken over by another process; this run was ended")]
    public static partial void LeaseLost(ILogger logger, string job);

    [LoggerMessage(3, LogLevel.Error, "Job {Job} failed for tenant {Tenant}; it tries again")]
    public static partial void TenantFailed(ILogger logger, Exception exception, string job, string tenant);
}
