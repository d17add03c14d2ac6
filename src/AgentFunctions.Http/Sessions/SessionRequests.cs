using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Sessions;
using AgentFunctions.Core.Sessions.Reading;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.RequestIdentity;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Sessions;

/// <summary>What requests on sessions have in common: they are of the agent that calls, or is called for.</summary>
internal static class SessionRequests
{
    public const int DefaultPage = 50;

    public static string Id(HttpContext context) => (string)context.GetRouteValue("id")!;

    /// <summary>The agent that calls; the access rule sees to it that there is one.</summary>
    public static Resource<AgentSpec> Agent(HttpContext context) => context.GetCaller().Agent ?? throw new InvalidOperationException("The endpoint takes agents only.");

    /// <summary>Who writes, for the record.</summary>
    public static string By(HttpContext context) => Actor.Of(context.GetCaller(), null).By;

    public static SessionBinding Binding(HttpContext context) => Binding(context, Agent(context), Id(context));

    public static SessionBinding Binding(HttpContext context, Resource<AgentSpec> agent, string session) => new(context.GetCaller().ControlPlane.TenantId, agent.Id, agent.Spec.Team, session);

    /// <summary>Whether the agent that calls has such a run, open or over.</summary>
    public static ValueTask<bool> IsRunAsync(HttpContext context, string runId)
    {
        var agent = Agent(context);
        return context.RequestServices.GetRequiredService<RunBinder>().IsOfAsync(context.GetCaller().ControlPlane.TenantId, agent.Id, agent.Spec.Team, runId, context.RequestAborted);
    }

    /// <summary>As a model call is bound: a new id begins a run of the agent, one that is over or another's is refused. So whatever is noted is noted for a run that there is.</summary>
    public static ValueTask<ApiError?> BindAsync(HttpContext context, string runId, string? session)
    {
        var agent = Agent(context);
        return context.RequestServices.GetRequiredService<RunBinder>().BindAsync(new RunBinding(context.GetCaller().ControlPlane.TenantId, agent.Id, agent.Spec.Team, runId, session), context.RequestAborted);
    }

    /// <summary>On whose behalf: whom the caller names, or the person of the run.</summary>
    public static async ValueTask<string?> PersonAsync(HttpContext context, BindingHeaders binding)
    {
        var agent = Agent(context);
        return binding.EndUser ?? (binding.Run is { } run ? await context.RequestServices.GetRequiredService<RunBinder>().FindEndUserAsync(context.GetCaller().ControlPlane.TenantId, agent.Id, agent.Spec.Team, run, context.RequestAborted) : null);
    }

    /// <summary>The session of the path; null when the answer is written.</summary>
    public static async ValueTask<OpenSession?> FindAsync(HttpContext context, SessionBinding binding)
    {
        if (ResourceIds.IsValid(binding.SessionId) && await context.RequestServices.GetRequiredService<SessionReader>().FindAsync(binding, context.RequestAborted) is { } session) return session;
        await context.WriteErrorAsync(NotFound(binding.SessionId));
        return null;
    }

    /// <summary>An id that a session can be begun with; false when the answer is written.</summary>
    public static async ValueTask<bool> IsNameAsync(HttpContext context)
    {
        if (ResourceIds.IsValid(Id(context))) return true;
        await context.WriteErrorAsync(ApiErrors.InvalidRequest("id", $"The id of a session is 1 to {ResourceIds.MaxLength} of A-Z a-z 0-9 . _ : - and begins with a letter or digit."));
        return false;
    }

    public static ApiError NotFound(string session) => ApiErrors.NotFound("id", $"sessions/{session} does not exist, or has ended. Sessions are of one agent, and end when they are not used.");
}
