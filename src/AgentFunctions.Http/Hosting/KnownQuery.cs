using AgentFunctions.Core.Errors;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Hosting;

/// <summary>Query parameters that an endpoint does not have: a filter that is passed over answers another question than was asked.</summary>
internal static class KnownQuery
{
    private const int MaxName = 64;

    /// <summary>Refuses calls with others than the endpoint describes; where nobody was let in, that comes first.</summary>
    public static TBuilder RefusesUnknownQuery<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(static endpoint =>
        {
            var handle = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context => Refusal(context) is { } unknown ? context.WriteErrorAsync(unknown) : handle(context);
        });
        return builder;
    }

    /// <summary>The refusal of the first one that the endpoint does not describe; null: it has them all.</summary>
    private static ApiError? Refusal(HttpContext context)
    {
        var known = context.GetEndpoint()?.Metadata.GetMetadata<ApiOperation>()?.Query.Select(static parameter => parameter.Name).ToArray() ?? [];
        foreach (var name in context.Request.Query.Keys)
        {
            if (known.Contains(name, StringComparer.OrdinalIgnoreCase)) continue;
            var shown = name.Length > MaxName ? name[..MaxName] + "..." : name;
            return ApiErrors.InvalidRequest(shown, $"'{shown}' is no query parameter of this call; {(known.Length == 0 ? "it has none" : "known are " + string.Join(", ", known))}.");
        }

        return null;
    }
}
