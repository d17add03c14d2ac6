namespace AgentFunctions.Core.Secrets;

/// <summary>A store of secrets of its own, whose values are set there and not here: in place of the encrypted documents. Registered by hosts that have one.</summary>
/// <exception cref="Documents.DocumentStoreUnavailableException">It cannot be reached, and what is known of the secret is too old.</exception>
public interface ISecretVault
{
    /// <summary>The secret as it is now; null where there is none that may be used.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="name">The <c>secretRef</c>.</param>
    /// <param name="refused">The other end refused the value it was given: do not answer from memory.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<VaultSecret?> FindAsync(string tenantId, string name, bool refused, CancellationToken cancellationToken);

    /// <summary>The tenant's secrets in order of name, without values.</summary>
    ValueTask<IReadOnlyList<VaultSecret>> ListAsync(string tenantId, CancellationToken cancellationToken);
}
