using AgentFunctions.Core.Identity;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Health;

/// <summary>Liveness and readiness.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/health/live", LiveAsync)
            .Requires(AccessRequirement.Anonymous)
            .Describes(new ApiOperation("getLiveness", "Whether the process answers.") { Response = "Health" });
        endpoints.MapGet("/health/ready", ReadyAsync)
            .Requires(AccessRequirement.Anonymous)
            .Describes(new ApiOperation("getReadiness", "Whether calls can be taken: 200, or 503 with Retry-After.") { Response = "Health" });
    }

    private static Task LiveAsync(HttpContext context) => Write(context, 200, """{"status":"live"}""");

    private static async Task ReadyAsync(HttpContext context)
    {
        var readiness = await context.RequestServices.GetRequiredService<ReadinessProbe>().CheckAsync(context.RequestAborted);
        var details = await IsOperatorAsync(context) ? $$""","checks":{"controlPlane":"{{readiness.ControlPlane}}"}""" : "";
        await Write(context, readiness.IsReady ? 200 : 503, $$"""{"status":"{{readiness.Status}}"{{details}}}""");
    }

    private static async ValueTask<bool> IsOperatorAsync(HttpContext context)
    {
        var services = context.RequestServices;
        if (services.GetRequiredService<CredentialReader>().Read(context, withAgent: false) is not { } credential) return false;
        var result = await services.GetRequiredService<IAuthenticator>().AuthenticateAsync(credential, context.RequestAborted);
        return result.Caller?.Principal.Kind is PrincipalKind.Operator or PrincipalKind.Platform;
    }

    private static Task Write(HttpContext context, int status, string json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        if (status == 503) context.Response.Headers.RetryAfter = "1";
        return context.Response.WriteAsync(json, context.RequestAborted);
    }
}
