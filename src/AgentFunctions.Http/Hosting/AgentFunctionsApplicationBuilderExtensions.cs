using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.RequestIdentity;
using AgentFunctions.Http.Telemetry;
using Microsoft.AspNetCore.Builder;

namespace AgentFunctions.Http.Hosting;

/// <summary>The middleware of the application, in order, outermost first.</summary>
public static class AgentFunctionsApplicationBuilderExtensions
{
    public static IApplicationBuilder UseAgentFunctions(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseMiddleware<RequestIdentityMiddleware>();
        app.UseMiddleware<RequestTelemetryMiddleware>();
        app.UseMiddleware<ErrorMiddleware>();
        app.UseMiddleware<RequestLimitsMiddleware>();
        app.UseRouting();
        app.UseMiddleware<AuthenticationMiddleware>();
        app.UseMiddleware<DryRunMiddleware>();
        app.UseMiddleware<RepeatedQueryMiddleware>();
        return app;
    }
}
