using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Runs.Starting;

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

    public static ApiError NotOver(string id) => new(
        409, ErrorCodes.Conflict, $"runs/{id} is not over: nobody can say yet what came of it.") { ShouldRetry = false };

    public static ApiError OtherVerdict(string id, string by) => new(
        409, ErrorCodes.Conflict, $"{by} said the opposite of runs/{id} before.") { ShouldRetry = false };

    public static ApiError NotExternal(string id) => new(
        409, ErrorCodes.Conflict, $"runs/{id} is run here and ends by itself; POST /api/runs/{id}/cancel or /terminate ends it sooner.") { ShouldRetry = false };

    /// <summary>The host has no engine that runs workflows.</summary>
    public static ApiError NoEngine { get; } = new(
        501, ErrorCodes.WorkflowsUnavailable, "This host has no workflow engine, so runs cannot be started or steered here. Model calls, limits and everything else work.") { ShouldRetry = false };

    public static ApiError IdempotencyMismatch { get; } = new(
        409, ErrorCodes.IdempotencyMismatch, "This Idempotency-Key was used before with another request. Use a new key for another run.") { Param = "Idempotency-Key", ShouldRetry = false };

    public static ApiError KeyPurged { get; } = new(
        409, ErrorCodes.Conflict, "The run that was started with this Idempotency-Key was purged, and its id is never used again. Use a new key.") { Param = "Idempotency-Key", ShouldRetry = false };

    public static ApiError TooDeep(string id) => new(
        409, ErrorCodes.RunDepthExceeded, $"runs/{id} may start no runs within it: its limit 'depth' is used up.") { ShouldRetry = false };

    public static ApiError TooMany(string top) => new(
        409, ErrorCodes.RunCountExceeded, $"Within runs/{top} as many runs came about as may (AgentFunctions:Runs:MaxRunsWithin); no more are started in it.") { ShouldRetry = false };

    /// <summary>Says nothing of the team that was named, not even whether there is one.</summary>
    public static ApiError NotOfTeam(RunTarget target) => ApiErrors.InvalidRequest("team", $"{target} does not belong to the team that 'team' names: a run is of the team of what it runs, so leave 'team' out.");

    public static ApiError OtherTeam(RunTarget target) => ApiErrors.NotEntitled($"{target} belongs to another team than the run that would start it.");

    public static ApiError NotThere(Run run, string verb) => new(
        409, ErrorCodes.Conflict, $"runs/{run.Id} is {RunStatuses.ToName(run.Status)}, and '{verb}' does not apply to that.") { ShouldRetry = false };

    public static ApiError External(string id, string verb) => new(
        409, ErrorCodes.Conflict, $"The agent of runs/{id} lives elsewhere, so '{verb}' cannot be done here; POST /api/runs/{id}/complete closes it.") { ShouldRetry = false };

    public static ApiError NothingToRewind(string id) => new(
        409, ErrorCodes.Conflict, $"runs/{id} has nothing that could be done again: its workflow did not fail. Fork it from a step instead.") { ShouldRetry = false };

    public static ApiError Erased(string id, string verb) => new(
        409, ErrorCodes.Conflict, $"runs/{id} was told something of a person who is erased, and what it said since is erased with it: '{verb}' has nothing to go on from. Start another run.") { ShouldRetry = false };

    public static ApiError CannotRewind(string id) => new(
        409, ErrorCodes.Conflict, $"runs/{id} cannot be rewound: its workflow went on after something failed (a process died under a step, or a run within it failed), and the engine cannot lead it back to before that. Fork it from a step instead.") { ShouldRetry = false };

    public static ApiError StillEnding(string id) => new(409, ErrorCodes.Conflict, $"runs/{id} is closed, but its workflow has not ended yet. Terminate it, or try again shortly.") { RetryAfter = TimeSpan.FromSeconds(2) };

    public static ApiError NoStep(string param, string step, string known) => ApiErrors.InvalidRequest(param, $"The run has no step '{step}'. Its steps: {known}.");

    public static ApiError ManySteps(string param, string step, string found) => ApiErrors.InvalidRequest(param, $"'{step}' names more than one step of the run. Name one of them by its id: {found}.");

    public static ApiError Undone(string id, string undoing, string taken) => new(
        409, ErrorCodes.Conflict, $"runs/{id} undid what it had done (step {undoing}), and a fork from there would take it over as done. Fork from {taken} or before, give the outputs of what is to stand, or rewind the run.") { Param = "fromStep", ShouldRetry = false };

    public static ApiError GivenTwice(string step) => ApiErrors.InvalidRequest("overrides.outputs", $"The step '{step}' is given two outputs, under two names.");

    public static ApiError NotGiven(string step) => ApiErrors.InvalidRequest("overrides.outputs", $"The step '{step}' is an approval: the fork asks people anew, and nothing stands for what they say.");

    public static ApiError NotGivenToAgents(string step) => ApiErrors.InvalidRequest(
        "overrides.outputs", $"Of the run of an agent the answers of tools and helpers can be given, as they are; the step '{step}' is neither.");

    public static ApiError TargetNotFound(RunTarget target) => ApiErrors.NotFound("id", $"{target} does not exist in this tenant.");

    /// <summary>Others changed the run each time it was looked at.</summary>
    public static ApiError Unsettled { get; } = new(503, ErrorCodes.StoreUnavailable, "The run could not be confirmed, so the call was refused. Try again shortly.") { RetryAfter = TimeSpan.FromSeconds(1) };
}
