using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Approvals;

internal static partial class ApprovalLog
{
    [LoggerMessage(1, LogLevel.Warning, "What became of approval {Approval} could not be told at once; it is told by the job of approvals")]
    public static partial void NotTold(ILogger logger, Exception exception, string approval);

    [LoggerMessage(2, LogLevel.Error, "Approval {Approval} of tenant {Tenant} could not be looked after; the job tries again")]
    public static partial void Failed(ILogger logger, Exception exception, string approval, string tenant);

    [LoggerMessage(3, LogLevel.Warning, "Approval {Approval} was decided by {By}, who is not among its approvers: break-glass")]
    public static partial void BreakGlass(ILogger logger, string approval, string by);
}
