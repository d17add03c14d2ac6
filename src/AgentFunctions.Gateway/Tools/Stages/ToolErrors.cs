using AgentFunctions.Core.Errors;

namespace AgentFunctions.Gateway.Tools.Stages;

/// <summary>The refusals and failures of tool calls, worded once. None carries what a tool said.</summary>
internal static class ToolErrors
{
    private static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(2);

    public static ApiError StoreUnavailable { get; } = new(503, ErrorCodes.StoreUnavailable, "The call could not be confirmed, so nothing was sent. Try again shortly.") { RetryAfter = ShortWait };

    public static ApiError NoApprovals { get; } = new(503, ErrorCodes.StoreUnavailable, "This call needs people to agree, and nobody can be asked here.") { ShouldRetry = false };

    /// <summary>Whether the tool exists is not said.</summary>
    public static ApiError NotAllowed(string tool) => new(403, ErrorCodes.ToolNotAllowed, $"This agent may not use the tool '{tool}': it is not in the agent's tools.") { Param = "tool", ShouldRetry = false };

    public static ApiError NotFound(string tool) => new(404, ErrorCodes.ToolNotFound, $"No tool '{tool}' is declared here.") { Param = "tool", ShouldRetry = false };

    public static ApiError Changed(string tool) => new(409, ErrorCodes.ToolChanged, $"The tool '{tool}' was changed since the run began, which keeps to the one it began with.") { Param = "tool", ShouldRetry = false };

    public static ApiError Mismatch { get; } = new(409, ErrorCodes.IdempotencyMismatch, "The idempotency key was used for a call of another tool, or with other arguments. Choose a new key for a new call.") { ShouldRetry = false };

    public static ApiError UsedBefore { get; } = new(409, ErrorCodes.ApprovalUsed, "The approval was used a day ago or more, and what the call came to is not kept that long. Ask for a new one.") { Param = "approvalId", ShouldRetry = false };

    public static ApiError InProgress(TimeSpan wait) => new(409, ErrorCodes.CallInProgress, "The same call is being sent at this moment, or was when its process stopped. Send it again in a while: it answers what came of it.") { RetryAfter = wait };

    public static ApiError BadArgument(string name, string problem) => ApiErrors.InvalidRequest($"arguments.{name}", $"The arguments are not valid. arguments.{name}: {problem}.") with { Details = [new FieldError($"arguments.{name}", problem)] };

    public static ApiError BadUrl(string problem) => ApiErrors.InvalidRequest("arguments", $"The arguments {problem}.");

    public static ApiError NotUsable(string tool, string why) => new(502, ErrorCodes.UpstreamError, $"The tool '{tool}' cannot be used as declared: {why}") { ShouldRetry = false };

    public static ApiError Unreachable(string tool, string why) => new(502, ErrorCodes.UpstreamError, $"The tool '{tool}' could not be reached: {why}.") { RetryAfter = ShortWait };

    public static ApiError Unanswered(string tool) => new(502, ErrorCodes.UpstreamError, $"The tool '{tool}' ended the connection without an answer.") { RetryAfter = ShortWait };

    public static ApiError TimedOut(string tool, TimeSpan timeout) => new(504, ErrorCodes.UpstreamTimeout, $"The tool '{tool}' did not answer within its timeout of {timeout:c}.") { RetryAfter = ShortWait };
}
