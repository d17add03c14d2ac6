using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Ledger;

internal static partial class LedgerLog
{
    [LoggerMessage(1, LogLevel.Error, "Hold {HoldId} could not be charged; it stays and is tried again")]
    public static partial void NotSwept(ILogger logger, Exception exception, string holdId);

    [LoggerMessage(2, LogLevel.Error, "Call {CallId} could not be settled; it is charged at its bound when its hold expires")]
    public static partial void NotSettled(ILogger logger, Exception exception, string callId);

    [LoggerMessage(3, LogLevel.Warning, "Blocks of tenant {TenantId} could not be looked after; they are looked at again")]
    public static partial void BlocksNotKept(ILogger logger, Exception exception, string tenantId);
}
