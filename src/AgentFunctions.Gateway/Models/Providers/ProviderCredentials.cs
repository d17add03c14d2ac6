using AgentFunctions.Core.Secrets;

namespace AgentFunctions.Gateway.Models.Providers;

/// <summary>Finds the credential that a provider declares and has the request sent with it.</summary>
public sealed class ProviderCredentials(ISecretSource secrets, IUpstreamIdentity? identity = null)
{
    /// <summary>Sends with the declared credential, and again with the one that replaced it or that it replaced where the provider refuses it.</summary>
    /// <param name="request">The attempt.</param>
    /// <param name="endpoint">Where to: what the credential must be released for.</param>
    /// <param name="host">Its host as secrets name it.</param>
    /// <param name="send">Sends it once; null where the provider declares no credential.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<ProviderAnswer> SendAsync(
        ProviderRequest request, Uri endpoint, string host, Func<Secret?, CancellationToken, ValueTask<ProviderAnswer>> send, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(send);
        var provider = request.Provider;
        if (provider.Spec.Credential is not { } declared) return await send(null, cancellationToken);
        if (declared.ManagedIdentity) return await SendAsIdentityAsync(provider.TenantId, endpoint, send, cancellationToken);
        if (declared.SecretRef is not { } name) return NotUsable("its credential names neither a secret nor managedIdentity.");
        var use = new SecretUse(provider.TenantId, name, host) { Team = request.Call.Caller.Agent?.Spec.Team };
        if (await secrets.ResolveAsync(use, cancellationToken) is not { } secret)
            return NotUsable($"its secret '{name}' does not exist, may not be sent to {host}, or belongs to another team.");
        var answer = await send(secret.Current, cancellationToken);
        return IsRefused(answer) ? await RetryAsync(use, secret.Current, answer, send, cancellationToken) : answer;
    }

    /// <summary>Why the host's identity cannot be used there; null when it can.</summary>
    public string? IdentityProblem(string tenantId, Uri endpoint) =>
        identity is null ? "managed identity is not available on this host." : identity.Refusal(tenantId, endpoint) is { } refusal ? "managed identity " + refusal : null;

    internal static ProviderAnswer NotUsable(string reason) => new() { Failure = ProviderFailure.NotUsable, FailureReason = reason };

    private async ValueTask<ProviderAnswer> SendAsIdentityAsync(string tenantId, Uri endpoint, Func<Secret?, CancellationToken, ValueTask<ProviderAnswer>> send, CancellationToken cancellationToken)
    {
        if (IdentityProblem(tenantId, endpoint) is { } problem) return NotUsable(problem);
        var token = await identity!.GetTokenAsync(cancellationToken);
        if (token.Token is { } secret) return await send(secret, cancellationToken);
        return new ProviderAnswer { Failure = token.IsLasting ? ProviderFailure.NotUsable : ProviderFailure.Unreachable, FailureReason = token.Problem };
    }

    /// <summary>A refused credential may have been replaced a moment ago, or not be known to the provider yet: the one that is stored now is tried, then the one before it while a rotation overlaps.</summary>
    private async ValueTask<ProviderAnswer> RetryAsync(
        SecretUse use, Secret tried, ProviderAnswer answer, Func<Secret?, CancellationToken, ValueTask<ProviderAnswer>> send, CancellationToken cancellationToken)
    {
        if (await secrets.ResolveAsync(use with { Refused = true }, cancellationToken) is not { } now) return answer;
        foreach (var other in new[] { now.Current, now.Previous })
        {
            if (other is null || other.Reveal() == tried.Reveal()) continue;
            await answer.DisposeAsync();
            answer = await send(other, cancellationToken);
            if (!IsRefused(answer)) break;
        }

        return answer;
    }

    private static bool IsRefused(ProviderAnswer answer) => answer.Status is 401 or 403;
}
