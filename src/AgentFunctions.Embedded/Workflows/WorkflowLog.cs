using Microsoft.Extensions.Logging;

namespace AgentFunctions.Embedded.Workflows;

/// <summary>What the engine logs: names and ids, never inputs, outputs or messages of failures.</summary>
internal static partial class WorkflowLog
{
    [LoggerMessage(1, LogLevel.Warning, "This process was out for longer than its lease of {Life}: what it ran goes on elsewhere, and it begins anew")]
    public static partial void LeaseLost(ILogger logger, TimeSpan life);

    [LoggerMessage(2, LogLevel.Warning, "The store of workflows cannot be reached; trying again")]
    public static partial void StoreUnavailable(ILogger logger, Exception exception);

    [LoggerMessage(3, LogLevel.Error, "A turn of instance {Instance} could not be run; trying again")]
    public static partial void TurnFailed(ILogger logger, Exception exception, string instance);

    [LoggerMessage(4, LogLevel.Warning, "Workflow {Workflow} instance {Instance} failed: {FailureType}")]
    public static partial void InstanceFailed(ILogger logger, string workflow, string instance, string failureType);

    [LoggerMessage(5, LogLevel.Debug, "Activity {Activity} of instance {Instance} failed: {FailureType}")]
    public static partial void ActivityFailed(ILogger logger, string activity, string instance, string failureType);

    [LoggerMessage(6, LogLevel.Information, "Took over from {Count} processes that gave no sign of life")]
    public static partial void TookOver(ILogger logger, int count);

    [LoggerMessage(7, LogLevel.Warning, "Activities still ran when the host stopped; they run again at the next start")]
    public static partial void ActivitiesInterrupted(ILogger logger);

    [LoggerMessage(8, LogLevel.Error, "The lease of this process could not be looked after; it is tried again")]
    public static partial void LeaseFailed(ILogger logger, Exception exception);

    [LoggerMessage(9, LogLevel.Error, "Looking for work failed; it is tried again")]
    public static partial void LookFailed(ILogger logger, Exception exception);
}
