using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Reporting;
using AgentFunctions.Gateway.Models.Stages;

namespace AgentFunctions.Http.AgentModels;

/// <summary>Runs that gave no answer, as a client of chat completions understands it.</summary>
internal static class AgentModelErrors
{
    public static ApiError NotFound(Core.Identity.Caller caller, string model) => ModelAccess.NotFound(model, caller);

    /// <summary>An agent answers chat completions and nothing else.</summary>
    public static ApiError ChatOnly(string model) => ApiErrors.UnsupportedParameter(
        "model", $"'{model}' is an agent: as a model it is served on /v1/chat/completions only. Send 'messages' there; or start a run with POST /api/agents/{model[AgentModelRequest.Prefix.Length..]}/runs.");

    /// <summary>The time of the call is over; the run goes on.</summary>
    public static ApiError NotInTime(Run run) => new(
        504, ErrorCodes.UpstreamTimeout, run.Status == RunStatus.Waiting
            ? $"The agent waits for a person's decision. Its run goes on: GET /api/runs/{run.Id}, and GET /api/approvals?status=pending for what is asked."
            : $"The agent is not done yet. Its run goes on: GET /api/runs/{run.Id}.") { ShouldRetry = false };

    public static ApiError NotDone(RunReport report) => report.Run.Status switch
    {
        RunStatus.Failed => Failed(report),
        RunStatus.TimedOut => new ApiError(504, ErrorCodes.DeadlineExceeded, "The agent was not done at the deadline of its run.") { ShouldRetry = false },
        _ => new ApiError(502, ErrorCodes.RunClosed, $"The run of the agent was ended: {RunStatuses.ToName(report.Run.Status)}.") { ShouldRetry = false },
    };

    private static ApiError Failed(RunReport report)
    {
        var code = report.Error?.Code ?? ErrorCodes.UpstreamError;
        var status = code is ErrorCodes.BudgetExhausted or ErrorCodes.RequestExceedsLimit ? 402 : 502;
        return new ApiError(status, code, report.Error?.Message ?? "The run of the agent failed.") { ShouldRetry = false };
    }
}
