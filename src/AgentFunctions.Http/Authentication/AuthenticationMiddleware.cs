using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AgentFunctions.Http.Authentication;

/// <summary>Authenticates and authorises by the endpoint's <see cref="AccessRequirement"/>. Anything unclear is refused.</summary>
internal sealed class AuthenticationMiddleware(RequestDelegate next, IAuthenticator authenticator, CredentialReader credentials)
{
    public Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint is null) return EndpointFallback.UnknownPathAsync(context);
        if (endpoint is not RouteEndpoint) return EndpointFallback.RejectedAsync(context, endpoint);

        var requirement = endpoint.Metadata.GetMetadata<AccessRequirement>()
            ?? throw new InvalidOperationException($"Endpoint '{endpoint.DisplayName}' declares no AccessRequirement.");
        if (requirement.IsAnonymous) return next(context);
        return credentials.Read(context, withAgent: requirement.ActsAsAgent) is { } credential ? AuthorizeAsync(context, requirement, credential) : context.WriteErrorAsync(ApiErrors.InvalidApiKey);
    }

    private Task AuthorizeAsync(HttpContext context, AccessRequirement requirement, PresentedCredential credential)
    {
        var pending = authenticator.AuthenticateAsync(credential, context.RequestAborted);
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
        if (caller.Principal.Kind == PrincipalKind.Agent)
            return requirement.AllowsAgents ? null : ApiErrors.NotEntitled("An agent's key may not use this endpoint. docs/api.md says which keys reach what.");
        if (!caller.Access.Has(requirement.Scope) && (requirement.Instead == AccessScopes.None || !caller.Access.Has(requirement.Instead)))
            return ApiErrors.NotEntitled($"This key lacks {string.Join(", ", AccessScopeNames.Names(requirement.Scope))}. docs/security.md says what each scope allows.");
        return requirement.ActsAsAgent && caller.Agent is null
            ? ApiErrors.InvalidRequest(RequestIdentity.HeaderNames.AgentId, "This key acts for an agent here: name it in the header 'x-agent-id'.")
            : null;
    }
}
