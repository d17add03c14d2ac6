using AgentFunctions.Core.Secrets;

namespace AgentFunctions.Core.Notifications.Sending;

/// <summary>Signs with the stored secret and, while a rotation overlaps, with the one before it.</summary>
internal sealed class SigningSecrets(ISecretSource secrets) : ISigningSecrets
{
    public async ValueTask<IReadOnlyList<Secret>> ResolveAsync(SecretUse use, CancellationToken cancellationToken) => await secrets.ResolveAsync(use, cancellationToken) switch
    {
        null => [],
        { Previous: null } secret => [secret.Current],
        { Previous: { } previous } secret => [secret.Current, previous],
    };
}
