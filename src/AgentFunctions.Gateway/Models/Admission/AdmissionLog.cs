using Microsoft.Extensions.Logging;

namespace AgentFunctions.Gateway.Models.Admission;

internal static partial class AdmissionLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "Call {CallId} was refused: the ledger could not be reached.")]
    public static partial void NotReserved(ILogger logger, Exception exception, string callId);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "Call {CallId} could not be charged at once; its hold stays and it is charged as soon as the ledger can be reached.")]
    public static partial void NotSettled(ILogger logger, Exception exception, string callId);

    [LoggerMessage(EventId = 3, Level = LogLevel.Information, Message = "Call {CallId} would have been refused by the limit {QuotaId}, which only watches.")]
    public static partial void WouldRefuse(ILogger logger, string callId, string quotaId);

    [LoggerMessage(EventId = 4, Level = LogLevel.Error, Message = "Call {CallId}: provider '{Provider}' went beyond the bound of '{Deployment}' by {Tokens} tokens and {NanoDollars} nano-dollars. The target is refused until an operator clears it.")]
    public static partial void Overrun(ILogger logger, string callId, string provider, string deployment, long tokens, long nanoDollars);

    [LoggerMessage(EventId = 5, Level = LogLevel.Error, Message = "Call {CallId} was cut short: the ledger could not be reached to hold more for it.")]
    public static partial void NotGrown(ILogger logger, Exception exception, string callId);
}
