namespace AgentFunctions.Gateway.Models.Providers;

/// <summary>Tokens of the host's own identity, for providers that declare <c>managedIdentity</c>. Registered only by hosts that have one.</summary>
public interface IUpstreamIdentity
{
    /// <summary>Why no token may go there, in words that follow "managed identity"; null: one may. A token opens whatever the identity may use, so it goes to the provider's own cloud only.</summary>
    /// <param name="tenantId">Whose provider.</param>
    /// <param name="endpoint">Where to.</param>
    string? Refusal(string tenantId, Uri endpoint);

    /// <summary>A token that is good now; having none is a value.</summary>
    ValueTask<UpstreamToken> GetTokenAsync(CancellationToken cancellationToken);
}
