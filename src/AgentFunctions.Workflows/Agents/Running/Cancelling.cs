using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;

namespace AgentFunctions.Workflows.Agents.Running;

/// <summary>
/// What a run that is being cancelled does not begin any more, although its code has not heard of it yet: what came while it was suspended it hears of before that. A call that may have left is seen through, so that it can be undone.
/// </summary>
internal static class Cancelling
{
    public static RunFault Fault { get; } = new(409, ErrorCodes.RunClosed, "The run is being cancelled and begins nothing more.");

    /// <summary>The first try of a step: nothing of it has left.</summary>
    /// <param name="work">The run.</param>
    /// <param name="step">With the id of this try.</param>
    public static bool HoldsBack(RunWork work, RunStep step) => work.IsCancelling && step.CallIds.Count == 1;

    /// <summary>People let the call be sent, and nobody has taken that up.</summary>
    public static bool HoldsBack(RunWork work, Approval decided) =>
        work.IsCancelling && decided.Status == ApprovalStatus.Approved && (decided.Request.Kind == ApprovalKind.Action || decided.Votes is [.., { Decision: ApprovalDecision.DidNotHappen }]);
}
