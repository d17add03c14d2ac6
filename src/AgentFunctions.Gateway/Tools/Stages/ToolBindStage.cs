using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Sessions;
using AgentFunctions.Core.Tools;
using AgentFunctions.Gateway.Tools.Calls;

namespace AgentFunctions.Gateway.Tools.Stages;

/// <summary>
/// Says what a call belongs to. A run or session of an agent that lives elsewhere begins here where it is new; one that cannot be confirmed is a reason to refuse. A step is the doing of its run, which needs no
/// confirmation.
/// </summary>
internal sealed class ToolBindStage(RunBinder runs, SessionBinder sessions) : IToolCallStage
{
    public async ValueTask<ToolAnswer> InvokeAsync(ToolContext context, ToolCallHandler next, CancellationToken cancellationToken)
    {
        var (call, agent) = (context.Call, context.Agent);
        (context.RunId, context.SessionId, context.EndUser) = (call.RunId, call.SessionId, call.EndUser);
        if (call.StepId is null)
        {
            if (call.RunId is { } run && await runs.BindAsync(new RunBinding(context.TenantId, agent.Id, agent.Spec.Team, run, call.SessionId), cancellationToken) is { } refusal) return new ToolAnswer.Refused(refusal);

            // A call from outside may belong to a run of ours: whoever started that has no say in it.
            if (call.RunId is { } joined && (context.Spec.NeedsApproval || !context.Spec.IsRepeatable)) (context.RunStarter, context.RunPublishers) = await runs.FindStarterAsync(context.TenantId, joined, cancellationToken);

            // And it is done for whom the run is.
            if (call.RunId is { } one) context.EndUser ??= await runs.FindEndUserAsync(context.TenantId, agent.Id, agent.Spec.Team, one, cancellationToken);
            if (call.SessionId is { } session) await sessions.BindAsync(new SessionBinding(context.TenantId, agent.Id, agent.Spec.Team, session), cancellationToken);
        }

        return await next(context, cancellationToken);
    }
}
