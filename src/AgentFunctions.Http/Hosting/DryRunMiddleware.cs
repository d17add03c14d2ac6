using AgentFunctions.Core.Errors;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.OpenApi;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Hosting;

/// <summary>A write that is asked to write nothing, and cannot be tried, is refused rather than made.</summary>
internal sealed class DryRunMiddleware(RequestDelegate next)
{
    private const string Name = "dryRun";

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!request.QueryString.HasValue || HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || !request.Path.StartsWithSegments("/api") || !request.Query.ContainsKey(Name)) return next(context);
        return context.GetEndpoint()?.Metadata.GetMetadata<ApiOperation>()?.Query.Any(static parameter => parameter.Name == Name) == true
            ? next(context)
            : context.WriteErrorAsync(ApiErrors.InvalidRequest(Name, "This call cannot be tried without effect. Leave dryRun out, or try resources as a set with PUT /api/resources?dryRun=true; bulk calls take dryRun in their body."));
    }
}
