using System.Security.Cryptography;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Views;

namespace AgentFunctions.Core.Keys;

/// <summary>Authenticates agents by their keys and the platform by the bootstrap key.</summary>
internal sealed class KeyAuthenticator(ControlPlane controlPlane, BootstrapKey bootstrap, TimeProvider time) : IAuthenticator
{
    /// <summary>Compared when there is nothing to compare with, so that an unknown id costs what a known one does.</summary>
    private static readonly byte[] Dummy = RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);

    public ValueTask<AuthenticationResult> AuthenticateAsync(
        string presentedKey, string? requestedTenant, string? requestedAgent, CancellationToken cancellationToken)
    {
        if (KeyFormat.TryParse(presentedKey, out var tenantId, out var keyId))
        {
            // The way of almost every call: everything at hand, nothing awaited.
            if (controlPlane.FindFresh(tenantId) is { } view && view.TryGetKey(keyId, out var key))
            {
                if (Check(presentedKey, key, requestedTenant, requestedAgent) is { } refused) return new(refused);
                if (view.TryGetAgent(key!.Principal.Id, out var agent)) return new(Conclude(key, agent, view));
            }

            return LookUpAsync(presentedKey, tenantId.ToString(), keyId.ToString(), requestedTenant, requestedAgent, cancellationToken);
        }

        return bootstrap.Matches(presentedKey)
            ? AsPlatformAsync(string.IsNullOrEmpty(requestedTenant) ? Tenants.Default : requestedTenant, requestedAgent, cancellationToken)
            : new(ApiErrors.InvalidApiKey);
    }

    private async ValueTask<AuthenticationResult> LookUpAsync(
        string presented, string tenantId, string keyId, string? requestedTenant, string? requestedAgent, CancellationToken cancellationToken)
    {
        if (await controlPlane.GetViewAsync(tenantId, cancellationToken) is not TenantView view) return ApiErrors.ControlPlaneUnavailable;
        try
        {
            var key = await view.FindKeyAsync(keyId, cancellationToken);
            if (Check(presented, key, requestedTenant, requestedAgent) is { } refused) return refused;
            return Conclude(key!, await view.FindAgentAsync(key!.Principal.Id, cancellationToken), view);
        }
        catch (DocumentStoreUnavailableException)
        {
            return ApiErrors.ControlPlaneUnavailable;
        }
    }

    private async ValueTask<AuthenticationResult> AsPlatformAsync(string tenantId, string? agentId, CancellationToken cancellationToken)
    {
        if (await controlPlane.GetViewAsync(tenantId, cancellationToken) is not { } view) return ApiErrors.ControlPlaneUnavailable;
        if (!view.TenantExists) return ApiErrors.NotFound("x-tenant-id", "This tenant does not exist.");
        try
        {
            var agent = string.IsNullOrEmpty(agentId) ? null : await view.FindAgentAsync(agentId, cancellationToken);
            if (agent is null && !string.IsNullOrEmpty(agentId)) return ApiErrors.NotFound("x-agent-id", "This agent does not exist in the tenant.");
            return new Caller(new Principal(tenantId, PrincipalKind.Platform, BootstrapKey.KeyId), BootstrapKey.KeyId, agent, view);
        }
        catch (DocumentStoreUnavailableException)
        {
            return ApiErrors.ControlPlaneUnavailable;
        }
    }

    /// <summary>Why the key is refused, or null.</summary>
    private ApiError? Check(string presented, KeyRecord? key, string? requestedTenant, string? requestedAgent)
    {
        if (!KeyMatch.Matches(presented, key, Dummy, time.GetUtcNow())) return ApiErrors.InvalidApiKey;
        if (!string.IsNullOrEmpty(requestedTenant) && requestedTenant != key!.Principal.TenantId)
            return ApiErrors.NotEntitled("This key belongs to another tenant than x-tenant-id names. Leave the header out.");
        return !string.IsNullOrEmpty(requestedAgent) && requestedAgent != key!.Principal.Id
            ? ApiErrors.NotEntitled("This key belongs to another agent than x-agent-id names. Leave the header out.")
            : null;
    }

    /// <summary>A key whose agent is gone opens nothing.</summary>
    private static AuthenticationResult Conclude(KeyRecord key, Resource<AgentSpec>? agent, TenantView view) =>
        agent is null ? ApiErrors.InvalidApiKey : new Caller(key.Principal, key.KeyId, agent, view);
}
