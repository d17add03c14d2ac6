using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Approvals;

/// <summary>The refusals of approvals, worded once. None repeats what was approved.</summary>
internal static class ApprovalErrors
{
    /// <summary>The same for what is nowhere and for what may not be seen.</summary>
    public static ApiError NotFound { get; } = ApiErrors.NotFound("id", "This approval does not exist in this tenant.");

    public static ApiError OtherAction { get; } = Stale("The digest is not that of this approval: it was asked for another action, or what was to be done has changed. Read it again.") with { Param = "digest" };

    public static ApiError Pending { get; } = new(409, ErrorCodes.ApprovalPending, "Nobody has decided yet.") { ShouldRetry = false };

    public static ApiError Denied { get; } = new(403, ErrorCodes.ApprovalDenied, "It was denied.") { ShouldRetry = false };

    public static ApiError Expired { get; } = new(410, ErrorCodes.ApprovalExpired, "Its time is over, which means no. Ask again.") { ShouldRetry = false };

    public static ApiError UseExpired { get; } = new(410, ErrorCodes.ApprovalExpired, "It was approved too long ago to be used now. Ask again.") { ShouldRetry = false };

    public static ApiError Used { get; } = new(409, ErrorCodes.ApprovalUsed, "It was used already; an approval serves once.") { ShouldRetry = false };

    public static ApiError Decided { get; } = new(409, ErrorCodes.ApprovalDecided, "It was decided already.") { ShouldRetry = false };

    public static ApiError Withdrawn { get; } = Stale("It was withdrawn: its run is over, or what it asked about has changed.");

    public static ApiError OtherRequest { get; } = new(409, ErrorCodes.Conflict, "Another action was asked for under the same key. Use a key of its own for each action.") { ShouldRetry = false };

    public static ApiError TooManyVotes { get; } = new(409, ErrorCodes.Conflict, "It has as many votes as it may have. Deny it and ask again.") { ShouldRetry = false };

    /// <summary>Others changed it each time it was looked at.</summary>
    public static ApiError Unsettled { get; } = new(503, ErrorCodes.StoreUnavailable, "The approval could not be confirmed, so nothing was changed. Try again shortly.") { RetryAfter = TimeSpan.FromSeconds(1) };

    public static ApiError TooManyPending(string whose, int most, string setting) => new(
        409, ErrorCodes.TooManyApprovals, $"{most} requests to people are pending for {whose}, which is as many as may be. Have them decided, or raise {ApprovalsOptions.SectionName}:{setting}.") { ShouldRetry = false };

    private static ApiError Stale(string message) => new(409, ErrorCodes.ApprovalStale, message) { ShouldRetry = false };
}
