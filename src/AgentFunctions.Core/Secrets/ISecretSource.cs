namespace AgentFunctions.Core.Secrets;

/// <summary>Resolves a <c>secretRef</c> at the moment of use. Fails closed: a secret is only released for a host it may be sent to, and one of a team only for calls of the team's agents.</summary>
public interface ISecretSource
{
    /// <summary>The secret, or null when it does not exist or may not be used so. Synchronous when cached.</summary>
    ValueTask<ResolvedSecret?> ResolveAsync(SecretUse use, CancellationToken cancellationToken);
}
