using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Usage;

internal static partial class UsageLog
{
    [LoggerMessage(1, LogLevel.Error, "A usage event of tenant {Tenant} cannot be read and is left out of its usage")]
    public static partial void EventDropped(ILogger logger, string tenant);

    [LoggerMessage(2, LogLevel.Error, "Tenant {Tenant}: usage and ledger differ for {Scope}, {Unit}, {Window} by {Difference}")]
    public static partial void Differs(ILogger logger, string tenant, string scope, string unit, string window, long difference);
}
