using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Hosting;

/// <summary>
/// The whole HTTP application as one delegate, built once. LocalHost serves it with Kestrel; the Functions host invokes it from its triggers. It never falls through to the host's own
/// pipeline and cannot be entered twice for one request.
/// </summary>
public sealed class AgentFunctionsApp
{
    private readonly RequestDelegate _pipeline;
    private readonly IHttpContextAccessor? _accessor;

    public AgentFunctionsApp(IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(services);
        _accessor = services.GetService<IHttpContextAccessor>();
        var builder = new ApplicationBuilder(services);
        builder.UseAgentFunctions();
        builder.UseEndpoints(static endpoints => endpoints.MapAgentFunctions());
        _pipeline = builder.Build();
    }

    /// <summary>Answers one request completely: no exception escapes, every outcome is on <paramref name="context"/>.</summary>
    /// <exception cref="InvalidOperationException">The request is already inside this application.</exception>
    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Features.Get<RequestState>() is not null)
            throw new InvalidOperationException("AgentFunctionsApp was entered twice for one request: an endpoint of the inner pipeline must not invoke the application again.");

        context.Features.Set(new RequestState());
        return context.GetEndpoint() is null && context.Request.RouteValues.Count == 0 && _accessor is null
            ? _pipeline(context)
            : InvokeNestedAsync(context);
    }

    // Inside a host that routed the request itself: its endpoint and route values would make our router skip and our handlers read foreign values.
    private async Task InvokeNestedAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        var routeValues = context.Request.RouteValues;
        context.SetEndpoint(null);
        context.Request.RouteValues = new RouteValueDictionary();
        if (_accessor is not null) _accessor.HttpContext ??= context;
        try
        {
            await _pipeline(context);
        }
        finally
        {
            context.Request.RouteValues = routeValues;
            context.Features.Get<IEndpointFeature>()?.Endpoint = endpoint;
        }
    }
}
