using Microsoft.AspNetCore.Builder;

namespace AgentFunctions.Http.Authentication;

internal static class AccessEndpointConventionBuilderExtensions
{
    /// <summary>Declares who may call the endpoints.</summary>
    public static TBuilder Requires<TBuilder>(this TBuilder builder, AccessRequirement requirement)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(requirement);
}
