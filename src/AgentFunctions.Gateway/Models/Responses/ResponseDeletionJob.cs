using AgentFunctions.Core.Identifiers;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.TenantDirectory;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Routing;
using AgentFunctions.Gateway.Models.Stages;

namespace AgentFunctions.Gateway.Models.Responses;

/// <summary>Has providers delete what they keep of people who were erased, as <c>DELETE /v1/responses/{id}</c> does. What a provider does not delete is asked for again, for <see cref="IssuedResponseStore.ErasedLife"/>.</summary>
internal sealed class ResponseDeletionJob(ITenantDirectory tenants, IControlPlane controlPlane, IssuedResponseStore store, AttemptStage attempt, AttemptRecorder recorder, TimeProvider time) : IScheduledJob
{
    private const int MostAtOnce = 100;
    private const int NotFound = 404;

    public string Name => "response-deletions";

    public TimeSpan Interval => TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var tenantId in tenants.ListAsync(cancellationToken))
        {
            var erased = await store.ErasedAsync(tenantId, MostAtOnce, cancellationToken);
            if (erased.Count == 0 || await controlPlane.GetViewAsync(tenantId, cancellationToken) is not { } view) continue;
            foreach (var response in erased)
                if (await IsDeletedAsync(view, response, cancellationToken)) await store.ForgetErasedAsync(tenantId, response, cancellationToken);
        }
    }

    private async ValueTask<bool> IsDeletedAsync(ControlPlaneView view, ErasedResponse response, CancellationToken cancellationToken)
    {
        var caller = new Caller(new Principal(view.TenantId, PrincipalKind.Agent, response.Agent), "", null, view);
        var call = new ModelCall { CallId = CallId.New(), Operation = ModelOperation.DeleteResponse, Caller = caller, ResponseId = response.IssuedId, StartedAt = time.GetTimestamp(), Pin = new ModelPin(response.Provider, response.Deployment) };

        // Past agents, limits and the breaker: it costs nothing, and nobody waits for it.
        var route = new RouteStage(new TargetSelector(new TargetHealthRegistry(time)), recorder, time);
        await using var answer = await route.InvokeAsync(call, (current, token) => attempt.InvokeAsync(current, static (_, _) => throw new InvalidOperationException("The attempt stage is the last."), token), cancellationToken);
        return answer is WholeModelAnswer { Status: >= 200 and < 300 } || call.CurrentAttempt?.UpstreamStatus == NotFound;
    }
}
