using AgentFunctions.Core.Secrets;

namespace AgentFunctions.Core.Notifications.Sending;

/// <summary>Only the current secret, for sources that keep no earlier one.</summary>
internal sealed class CurrentSigningSecret(ISecretSource secrets) : ISigningSecrets
{
    public async ValueTask<IReadOnlyList<Secret>> ResolveAsync(string tenantId, string name, string host, CancellationToken cancellationToken) =>
        await secrets.ResolveAsync(tenantId, name, host, cancellationToken) is { } secret ? [secret] : [];
}
