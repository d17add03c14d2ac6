using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Identity.Tokens;
using AgentFunctions.Core.Resources.Views;

namespace AgentFunctions.Core.Keys;

/// <summary>Makes callers of tokens: people and applications by their roles, agents by the workloads that they list.</summary>
internal sealed class TokenAuthenticator(IIdentityTokens tokens, ControlPlane controlPlane, TimeProvider time)
{
    /// <summary>Of the roles that a caller has, the one it is recorded by.</summary>
    private static readonly PrincipalKind[] Ranks = [PrincipalKind.Operator, PrincipalKind.Approver, PrincipalKind.Auditor];

    public bool Takes(string credential) => tokens.IsToken(credential);

    public async ValueTask<AuthenticationResult> AuthenticateAsync(PresentedCredential credential, CancellationToken cancellationToken)
    {
        var checkedToken = await tokens.ValidateAsync(credential.Key, cancellationToken);
        if (checkedToken.Token is not { } token)
            return checkedToken.IsUnavailable ? ApiErrors.ControlPlaneUnavailable : new ApiError(401, ErrorCodes.InvalidApiKey, $"The token {checkedToken.Refusal}") { ShouldRetry = false };
        if (!string.IsNullOrEmpty(credential.Tenant) && credential.Tenant != tokens.Tenant)
            return ApiErrors.NotEntitled("Tokens are of another tenant than x-tenant-id names. Leave the header out.");
        if (await controlPlane.GetViewAsync(tokens.Tenant, cancellationToken) is not TenantView { TenantExists: true } view) return ApiErrors.ControlPlaneUnavailable;
        return token.Roles.Count > 0 ? await AsPrincipalAsync(credential, token, view, cancellationToken)
            : token.IsApp ? await AsWorkloadAsync(credential, token, view, cancellationToken)
            : ApiErrors.NotEntitled("This account has no role here: have one of the app roles Operator, Approver and Auditor assigned to it in Entra ID.");
    }

    /// <summary>The whole role, unless a principal of the account's object id narrows it.</summary>
    private async ValueTask<AuthenticationResult> AsPrincipalAsync(PresentedCredential credential, IdentityToken token, TenantView view, CancellationToken cancellationToken)
    {
        var declared = await view.FindPrincipalAsync(token.ObjectId, cancellationToken);
        if (declared is not null && !token.Roles.Contains(declared.Principal.Kind))
            return ApiErrors.NotEntitled($"principals/{token.ObjectId} narrows this account to the role {PrincipalKinds.ToName(declared.Principal.Kind)}, which it does not have in Entra ID.");
        var principal = declared?.Principal ?? new Principal(view.TenantId, Ranks.First(token.Roles.Contains), token.ObjectId);
        var caller = new Caller(principal, KeyId(token), null, view) { Access = declared?.Access ?? Access.OfAll(token.Roles) };
        return await CallerFactory.ActAsync(credential, caller, null, time.GetUtcNow(), cancellationToken);
    }

    private async ValueTask<AuthenticationResult> AsWorkloadAsync(PresentedCredential credential, IdentityToken token, TenantView view, CancellationToken cancellationToken)
    {
        var ids = await view.FindWorkloadAgentsAsync(Resources.WorkloadSpec.ToReference(token.Directory, token.ClientId), cancellationToken);
        var named = string.IsNullOrEmpty(credential.Agent) ? null : credential.Agent;
        if (ids.Count == 0 || (named is not null && !ids.Contains(named, StringComparer.Ordinal)))
            return ApiErrors.NotEntitled($"The application {token.ClientId} of the directory {token.Directory} is no workload of {(named is null ? "any agent" : "this agent")}: list it in spec.workloads of the agent, or assign a role to it.");
        if (named is null && ids.Count > 1) return ApiErrors.InvalidRequest("x-agent-id", "This application is a workload of several agents: name one in the header 'x-agent-id'.");
        return await view.FindAgentAsync(named ?? ids[0], cancellationToken) is { } agent
            ? CallerFactory.As(new Caller(new Principal(view.TenantId, PrincipalKind.Agent, agent.Id), KeyId(token), null, view), agent, null, credential.IsRecheck, time.GetUtcNow())
            : ApiErrors.InvalidApiKey;
    }

    /// <summary>For records, in place of a key's id.</summary>
    private static string KeyId(IdentityToken token) => "entra:" + (token.IsApp ? token.ClientId : token.ObjectId);
}
