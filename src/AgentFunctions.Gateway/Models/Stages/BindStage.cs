using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Sessions;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Gateway.Models.Stages;

/// <summary>
/// Says what a call belongs to: its run and session, its tags. A run or session that is new begins here; one that cannot be confirmed is a reason to refuse, since a call that meant to be bound must never be
/// counted as if it were not.
/// </summary>
internal sealed class BindStage(RunBinder runs, SessionBinder sessions, ILogger<BindStage> logger) : IModelCallStage
{
    private static readonly ApiError Unconfirmed = new(503, ErrorCodes.StoreUnavailable, "The run or session of the call could not be confirmed, so the call was refused. Try again shortly.") { RetryAfter = TimeSpan.FromSeconds(2) };

    public ValueTask<ModelAnswer> InvokeAsync(ModelCall call, ModelCallHandler next, CancellationToken cancellationToken)
    {
        var metadata = call.Facts.Metadata;
        if (metadata.IsPresent) call.Tags = MetadataTags.Read(call.Body.Slice(metadata.Offset, metadata.Length).Span);
        return call.NamedRun is null && call.NamedSession is null ? next(call, cancellationToken) : BindAsync(call, next, cancellationToken);
    }

    private async ValueTask<ModelAnswer> BindAsync(ModelCall call, ModelCallHandler next, CancellationToken cancellationToken)
    {
        var (tenant, agent) = (call.Caller.ControlPlane.TenantId, call.Caller.Agent!);
        try
        {
            if (call.NamedRun is { } run)
            {
                if (await runs.BindAsync(new RunBinding(tenant, agent.Id, agent.Spec.Team, run, call.NamedSession), cancellationToken) is { } refusal) return new RefusedModelAnswer(refusal);
                call.RunId = run;
            }

            if (call.NamedSession is { } session)
            {
                await sessions.BindAsync(new SessionBinding(tenant, agent.Id, agent.Spec.Team, session), cancellationToken);
                call.SessionId = session;
            }
        }
        catch (DocumentStoreUnavailableException exception)
        {
            BindLog.NotConfirmed(logger, exception, call.CallId);
            return new RefusedModelAnswer(Unconfirmed);
        }

        return await next(call, cancellationToken);
    }
}
