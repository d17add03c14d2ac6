using AgentFunctions.Gateway.Models.Admission;
using AgentFunctions.Gateway.Models.Responses;
using AgentFunctions.Gateway.Models.Stages;

namespace AgentFunctions.Gateway.Models.Calls;

/// <summary>The one place where the order of a model call's stages is written, outermost first.</summary>
internal sealed class ModelCallPipeline(
    TelemetryStage telemetry,
    ResolveStage resolve,
    ThrottleStage throttle,
    ContentRulesStage contentRules,
    ContextStage context,
    IssuedIdsStage issuedIds,
    BindStage bind,
    AdmitStage admit,
    RouteStage route,
    AttemptAdmitStage admitAttempt,
    AttemptStage attempt)
{
    public ModelCallHandler Entry { get; } = Compose(
    [
        telemetry,
        resolve,
        throttle,
        contentRules,

        // record, idempotency, guard and cache come here, in this order; what they see is what the caller sent.
        // Makes the context smaller where that is asked for: before everything that counts or sends it.
        context,
        issuedIds,

        // Creates sessions and runs: after everything that refuses for what the call says, so that a refused call leaves nothing behind.
        bind,

        // Reserves on every limit of the path, and settles.
        admit,
        route,
        admitAttempt,
        attempt,
    ]);

    private static ModelCallHandler Compose(IModelCallStage[] stages)
    {
        ModelCallHandler next = static (_, _) => throw new InvalidOperationException("The attempt stage ends the pipeline.");
        for (var i = stages.Length - 1; i >= 0; i--)
        {
            var (stage, inner) = (stages[i], next);
            next = (call, cancellationToken) => stage.InvokeAsync(call, inner, cancellationToken);
        }

        return next;
    }
}
