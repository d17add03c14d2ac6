using System.Security.Cryptography;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.Views;

namespace AgentFunctions.Core.Keys;

/// <summary>Authenticates agents and principals by their keys and the platform by the bootstrap key.</summary>
internal sealed class KeyAuthenticator(ControlPlane controlPlane, BootstrapKey bootstrap, TimeProvider time) : IAuthenticator
{
    /// <summary>Compared when there is nothing to compare with, so that an unknown id costs what a known one does.</summary>
    private static readonly byte[] Dummy = RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);

    public ValueTask<AuthenticationResult> AuthenticateAsync(PresentedCredential credential, CancellationToken cancellationToken)
    {
        if (KeyFormat.TryParse(credential.Key, out var tenantId, out var keyId))
        {
            // The way of almost every call: everything at hand, nothing awaited.
            if (controlPlane.FindFresh(tenantId) is { } view && view.TryGetKey(keyId, out var key))
            {
                var refused = Check(credential, key);
                if (refused is not null && refused != ApiErrors.InvalidApiKey) return new(refused);
                if (refused is null && key!.Agent is { } id && view.TryGetAgent(id, out var agent)) return new(CallerFactory.ForAgent(credential, key, agent, view, time.GetUtcNow()));
            }

            return LookUpAsync(credential, tenantId.ToString(), keyId.ToString(), cancellationToken);
        }

        return bootstrap.Matches(credential.Key)
            ? AsPlatformAsync(credential, string.IsNullOrEmpty(credential.Tenant) ? Tenants.Default : credential.Tenant, cancellationToken)
            : new(ApiErrors.InvalidApiKey);
    }

    private async ValueTask<AuthenticationResult> LookUpAsync(PresentedCredential credential, string tenantId, string keyId, CancellationToken cancellationToken)
    {
        var arrived = time.GetTimestamp();
        if (await controlPlane.GetViewAsync(tenantId, cancellationToken) is not TenantView view) return ApiErrors.ControlPlaneUnavailable;
        try
        {
            var key = await view.FindKeyAsync(keyId, cancellationToken);
            var refused = Check(credential, key);
            if (refused == ApiErrors.InvalidApiKey && view.TenantExists)
            {
                // Issued or rotated on another process a moment ago? A client that was just given it must not be turned away for good, so nobody is on what was known before the call came.
                if (await controlPlane.GetViewSinceAsync(tenantId, arrived, cancellationToken) is not TenantView confirmed) return ApiErrors.ControlPlaneUnavailable;
                view = confirmed;
                key = await view.FindKeyAsync(keyId, cancellationToken);
                refused = Check(credential, key);
            }

            if (refused is not null) return refused;
            if (key!.Agent is { } agentId) return CallerFactory.ForAgent(credential, key, await view.FindAgentAsync(agentId, cancellationToken), view, time.GetUtcNow());
            var principal = await view.FindPrincipalAsync(key.Principal!, cancellationToken);
            return await ActAsync(credential, principal is null ? null : new Caller(principal.Principal, key.KeyId, null, view) { Access = principal.Access }, key, cancellationToken);
        }
        catch (DocumentStoreUnavailableException)
        {
            return ApiErrors.ControlPlaneUnavailable;
        }
    }

    private async ValueTask<AuthenticationResult> AsPlatformAsync(PresentedCredential credential, string tenantId, CancellationToken cancellationToken)
    {
        if (await controlPlane.GetViewAsync(tenantId, cancellationToken) is not { } view) return ApiErrors.ControlPlaneUnavailable;
        if (!view.TenantExists) return ApiErrors.NotFound("x-tenant-id", "This tenant does not exist.");
        try
        {
            var caller = new Caller(new Principal(tenantId, PrincipalKind.Platform, BootstrapKey.KeyId), BootstrapKey.KeyId, null, view) { Access = Access.Platform };
            return await ActAsync(credential, caller, null, cancellationToken);
        }
        catch (DocumentStoreUnavailableException)
        {
            return ApiErrors.ControlPlaneUnavailable;
        }
    }

    /// <summary>The caller as the agent it names, if it names one and may.</summary>
    private async ValueTask<AuthenticationResult> ActAsync(PresentedCredential credential, Caller? caller, KeyRecord? key, CancellationToken cancellationToken)
    {
        // A key whose principal is gone opens nothing.
        if (caller is null) return ApiErrors.InvalidApiKey;
        if (CallerFactory.Refusal(key, credential.IsRecheck, time.GetUtcNow()) is { } refused) return refused;
        if (string.IsNullOrEmpty(credential.Agent)) return caller;
        if (!caller.Access.Has(AccessScopes.AgentsAct)) return ApiErrors.NotEntitled("This key may not act as an agent. Leave the header 'x-agent-id' out.");
        var agent = await caller.ControlPlane.FindAgentAsync(credential.Agent, cancellationToken);
        if (agent is null || !caller.Access.Covers(AccessScopes.AgentsAct, agent.Spec.Team)) return ApiErrors.NotFound("x-agent-id", "This agent does not exist in the tenant.");
        return CallerFactory.As(caller, agent, key, credential.IsRecheck, time.GetUtcNow());
    }

    /// <summary>Why the key is refused, or null.</summary>
    private ApiError? Check(PresentedCredential credential, KeyRecord? key)
    {
        if (!KeyMatch.Matches(credential.Key, key, Dummy, time.GetUtcNow())) return ApiErrors.InvalidApiKey;
        if (!key!.MayComeFrom(credential.Source)) return KeyErrors.WrongSource;
        if (!string.IsNullOrEmpty(credential.Tenant) && credential.Tenant != key.TenantId)
            return ApiErrors.NotEntitled("This key belongs to another tenant than x-tenant-id names. Leave the header out.");
        return !string.IsNullOrEmpty(credential.Agent) && key.Agent is { } agent && credential.Agent != agent
            ? ApiErrors.NotEntitled("This key belongs to another agent than x-agent-id names. Leave the header out.")
            : null;
    }
}
