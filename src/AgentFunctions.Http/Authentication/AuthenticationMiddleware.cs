using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.RequestIdentity;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AgentFunctions.Http.Authentication;

/// <summary>Authenticates and authorises by the endpoint's <see cref="AccessRequirement"/>. Anything unclear is refused.</summary>
internal sealed class AuthenticationMiddleware(RequestDelegate next, IAuthenticator authenticator)
{
    public Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint is null) return EndpointFallback.UnknownPathAsync(context);
        if (endpoint is not RouteEndpoint) return EndpointFallback.RejectedAsync(context, endpoint);

        var requirement = endpoint.Metadata.GetMetadata<AccessRequirement>()
            ?? throw new InvalidOperationException($"Endpoint '{endpoint.DisplayName}' declares no AccessRequirement.");
        if (requirement.Kinds.Count == 0) return next(context);
        return PresentedKey.Read(context.Request) is { } key ? AuthorizeAsync(context, requirement, key) : context.WriteErrorAsync(ApiErrors.InvalidApiKey);
    }

    private Task AuthorizeAsync(HttpContext context, AccessRequirement requirement, string key)
    {
        var headers = context.Request.Headers;
        string? agent = requirement.NeedsAgent ? headers[HeaderNames.AgentId] : default;
        var pending = authenticator.AuthenticateAsync(key, headers[HeaderNames.TenantId], agent, context.RequestAborted);
        return pending.IsCompletedSuccessfully ? ContinueAsync(context, requirement, pending.Result) : AwaitAsync(context, requirement, pending);
    }

    private async Task AwaitAsync(HttpContext context, AccessRequirement requirement, ValueTask<AuthenticationResult> pending) =>
        await ContinueAsync(context, requirement, await pending);

    private Task ContinueAsync(HttpContext context, AccessRequirement requirement, AuthenticationResult result)
    {
        if (result.Caller is not { } caller) return context.WriteErrorAsync(result.Error ?? ApiErrors.InvalidApiKey);
        context.State().Caller = caller;
        return Refusal(requirement, caller) is { } refusal ? context.WriteErrorAsync(refusal) : next(context);
    }

    private static ApiError? Refusal(AccessRequirement requirement, Caller caller)
    {
        if (!requirement.Kinds.Contains(caller.Principal.Kind)) return ApiErrors.NotEntitled("This key may not use this endpoint. docs/api.md says which keys reach what.");
        return requirement.NeedsAgent && caller.Agent is null
            ? ApiErrors.InvalidRequest(HeaderNames.AgentId, "An operator key acts for an agent here: name it in the header 'x-agent-id'.")
            : null;
    }
}
