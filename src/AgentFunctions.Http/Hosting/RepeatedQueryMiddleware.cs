using AgentFunctions.Core.Errors;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.OpenApi;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Hosting;

/// <summary>A query parameter that takes one value and is given two is refused: nobody would be told that only one of them was looked at.</summary>
internal sealed class RepeatedQueryMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!request.QueryString.HasValue || !request.Path.StartsWithSegments("/api") || context.GetEndpoint()?.Metadata.GetMetadata<ApiOperation>() is not { RepeatsQuery: false } operation) return next(context);
        foreach (var (name, _) in operation.Query)
            if (request.Query[name].Count > 1) return context.WriteErrorAsync(ApiErrors.InvalidRequest(name, $"{name} takes one value and is given {request.Query[name].Count}. Give it once."));
        return next(context);
    }
}
