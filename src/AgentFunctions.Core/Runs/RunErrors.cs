using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Runs;

/// <summary>The refusals of runs, worded once.</summary>
internal static class RunErrors
{
    public const string Header = "x-run-id";

    /// <summary>Says that the id is taken, not whose it is.</summary>
    public static ApiError NotYours { get; } = ApiErrors.NotEntitled($"The run named in '{Header}' was begun by another agent, or by this one in another team. Choose an id of your own, a random one at best.") with { Param = Header };

    public static ApiError Closed(RunStatus status) => new(
        403, ErrorCodes.RunClosed, $"The run named in '{Header}' is over ({RunStatuses.ToName(status)}) and takes no more calls. Begin another by sending a new id.") { Param = Header, ShouldRetry = false };

    public static ApiError NotFound(string id) => ApiErrors.NotFound("id", $"runs/{id} does not exist in this tenant.");

    public static ApiError OtherOutcome(Run run) => new(
        409, ErrorCodes.Conflict, run.Outcome is { } outcome
            ? $"runs/{run.Id} was completed before, with the outcome '{RunOutcomes.ToName(outcome)}'."
            : $"runs/{run.Id} is over already: {RunStatuses.ToName(run.Status)}.") { ShouldRetry = false };

    /// <summary>Others changed the run each time it was looked at.</summary>
    public static ApiError Unsettled { get; } = new(503, ErrorCodes.StoreUnavailable, "The run could not be confirmed, so the call was refused. Try again shortly.") { RetryAfter = TimeSpan.FromSeconds(1) };
}
