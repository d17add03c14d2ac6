namespace AgentFunctions.Core.Secrets;

/// <summary>Resolves a <c>secretRef</c> at the moment of use. Fails closed: a secret is only released for a host it may be sent to.</summary>
public interface ISecretSource
{
    /// <summary>The secret, or null when it does not exist or may not be sent to <paramref name="host"/>. Synchronous when cached.</summary>
    /// <param name="tenantId">Owner.</param>
    /// <param name="name">The <c>secretRef</c>.</param>
    /// <param name="host">Host name (and port when not the scheme's default) the credential is about to be sent to.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<Secret?> ResolveAsync(string tenantId, string name, string host, CancellationToken cancellationToken);
}
