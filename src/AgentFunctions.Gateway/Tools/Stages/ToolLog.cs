using Microsoft.Extensions.Logging;

namespace AgentFunctions.Gateway.Tools.Stages;

internal static partial class ToolLog
{
    [LoggerMessage(1, LogLevel.Error, "Tool call {CallId} was refused: the store could not be reached")]
    public static partial void StoreUnavailable(ILogger logger, Exception exception, string callId);

    [LoggerMessage(2, LogLevel.Error, "Tool call {CallId} was answered, but the answer could not be recorded; the same call again asks a person, or is sent with the same idempotency key")]
    public static partial void NotRecorded(ILogger logger, Exception exception, string callId);

    [LoggerMessage(3, LogLevel.Error, "The built-in tool {Tool} failed in call {CallId}")]
    public static partial void BuiltInFailed(ILogger logger, Exception exception, string tool, string callId);

    [LoggerMessage(4, LogLevel.Warning, "Nobody knows whether tool call {CallId} of {Tool} took effect; a person is asked")]
    public static partial void OutcomeUnknown(ILogger logger, string callId, string tool);

    [LoggerMessage(5, LogLevel.Error, "Tool call {CallId} could not be charged at once; its hold stays and it is charged as soon as the ledger can be reached")]
    public static partial void NotSettled(ILogger logger, Exception exception, string callId);

    [LoggerMessage(6, LogLevel.Information, "Tool call {CallId} would have been refused by the limit {QuotaId}, which only watches")]
    public static partial void WouldRefuse(ILogger logger, string callId, string quotaId);
}
