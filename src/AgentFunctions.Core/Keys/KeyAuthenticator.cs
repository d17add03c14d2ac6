using System.Security.Cryptography;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Identity.Tokens;
using AgentFunctions.Core.Resources.Views;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Keys;

/// <summary>Authenticates agents and principals by their keys, the platform by the bootstrap key, and who comes with a token by that.</summary>
internal sealed class KeyAuthenticator(ControlPlane controlPlane, BootstrapKey bootstrap, IOptions<KeyOptions> options, TimeProvider time, IIdentityTokens? identityTokens = null) : IAuthenticator
{
    private readonly TokenAuthenticator? _tokens = identityTokens is null ? null : new TokenAuthenticator(identityTokens, controlPlane, time);

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

        if (_tokens is not null && _tokens.Takes(credential.Key)) return AsTokenAsync(credential, cancellationToken);
        if (!bootstrap.Matches(credential.Key)) return new(ApiErrors.InvalidApiKey);
        return options.Value.People
            ? AsPlatformAsync(credential, string.IsNullOrEmpty(credential.Tenant) ? Tenants.Default : credential.Tenant, cancellationToken)
            : new(KeyErrors.PeopleUseTokens);
    }

    private async ValueTask<AuthenticationResult> AsTokenAsync(PresentedCredential credential, CancellationToken cancellationToken)
    {
        try
        {
            return await _tokens!.AuthenticateAsync(credential, cancellationToken);
        }
        catch (DocumentStoreUnavailableException)
        {
            return ApiErrors.ControlPlaneUnavailable;
        }
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
            if (principal is { Principal.Kind: not PrincipalKind.App } && !options.Value.People) return KeyErrors.PeopleUseTokens;
            return await CallerFactory.ActAsync(credential, principal is null ? null : new Caller(principal.Principal, key.KeyId, null, view) { Access = principal.Access }, key, time.GetUtcNow(), cancellationToken);
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
            return await CallerFactory.ActAsync(credential, caller, null, time.GetUtcNow(), cancellationToken);
        }
        catch (DocumentStoreUnavailableException)
        {
            return ApiErrors.ControlPlaneUnavailable;
        }
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
