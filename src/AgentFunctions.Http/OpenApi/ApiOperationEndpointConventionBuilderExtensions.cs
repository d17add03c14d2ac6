using Microsoft.AspNetCore.Builder;

namespace AgentFunctions.Http.OpenApi;

internal static class ApiOperationEndpointConventionBuilderExtensions
{
    /// <summary>Describes the endpoint for <c>/openapi.json</c>.</summary>
    public static TBuilder Describes<TBuilder>(this TBuilder builder, ApiOperation operation)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(operation);
}
