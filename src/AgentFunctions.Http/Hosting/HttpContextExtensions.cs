using AgentFunctions.Core.Identity;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Hosting;

/// <summary>What handlers may ask of a request inside the application.</summary>
public static class HttpContextExtensions
{
    /// <summary>The authenticated caller.</summary>
    /// <exception cref="InvalidOperationException">The endpoint allows anonymous access.</exception>
    public static Caller GetCaller(this HttpContext context) =>
        context.State().Caller ?? throw new InvalidOperationException("This endpoint has no authenticated caller.");

    /// <summary>The caller as one who acts on the control plane.</summary>
    public static Actor GetActor(this HttpContext context) => Actor.Of(context.GetCaller(), context.GetRequestId());

    /// <summary>Our id of the request; the <c>x-request-id</c> of its answer.</summary>
    public static string GetRequestId(this HttpContext context) => context.State().RequestId;

    internal static RequestState State(this HttpContext context) =>
        context.Features.Get<RequestState>() ?? throw new InvalidOperationException("The request did not enter through AgentFunctionsApp.");
}
