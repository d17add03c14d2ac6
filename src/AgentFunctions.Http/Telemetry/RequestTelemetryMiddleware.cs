using System.Diagnostics;
using AgentFunctions.Core.Telemetry;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.RequestIdentity;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AgentFunctions.Http.Telemetry;

/// <summary>The server span and request metrics. Continues the caller's W3C context, or the host's own span where there is one.</summary>
internal sealed class RequestTelemetryMiddleware(RequestDelegate next, AgentFunctionsTelemetry telemetry, TimeProvider time)
{
    public Task InvokeAsync(HttpContext context) =>
        telemetry.Source.HasListeners() || telemetry.RequestDuration.Enabled ? InvokeObservedAsync(context) : next(context);

    private async Task InvokeObservedAsync(HttpContext context)
    {
        var started = time.GetTimestamp();
        using var activity = StartActivity(context.Request);
        try
        {
            await next(context);
        }
        finally
        {
            Record(context, activity, time.GetElapsedTime(started));
        }
    }

    private Activity? StartActivity(HttpRequest request)
    {
        if (!telemetry.Source.HasListeners()) return null;
        if (Activity.Current is not null) return telemetry.Source.StartActivity(request.Method, ActivityKind.Server);
        ActivityContext.TryParse(request.Headers[HeaderNames.TraceParent], request.Headers[HeaderNames.TraceState], isRemote: true, out var parent);
        return telemetry.Source.StartActivity(request.Method, ActivityKind.Server, parent);
    }

    private void Record(HttpContext context, Activity? activity, TimeSpan duration)
    {
        var state = context.State();
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "unmatched";
        var tags = new TagList
        {
            { TelemetryAttributes.HttpMethod, Method(context.Request.Method) },
            { TelemetryAttributes.HttpRoute, route },
            { TelemetryAttributes.HttpStatus, context.Response.StatusCode },
        };
        if (state.ErrorCode is { } code) tags.Add(TelemetryAttributes.ErrorType, code);
        if (activity is not null)
        {
            foreach (var tag in tags) activity.SetTag(tag.Key, tag.Value);
        }

        if (state.Caller is { } owner) telemetry.Owners.Tag(ref tags, owner);
        telemetry.RequestDuration.Record(duration.TotalSeconds, tags);

        if (activity is null) return;
        activity.DisplayName = $"{Method(context.Request.Method)} {route}";
        activity.SetTag(TelemetryAttributes.RequestId, state.RequestId);
        if (state.Caller is { } caller) activity.SetTag(TelemetryAttributes.Tenant, caller.Principal.TenantId);
        if (context.Response.StatusCode >= 500) activity.SetStatus(ActivityStatusCode.Error);
    }

    // Callers choose the method; a metric dimension must stay small.
    private static string Method(string method) => method switch
    {
        "GET" or "POST" or "PUT" or "DELETE" or "HEAD" or "OPTIONS" or "PATCH" => method,
        _ => "_OTHER",
    };
}
