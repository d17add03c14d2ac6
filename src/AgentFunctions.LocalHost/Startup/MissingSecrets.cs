using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Secrets;

namespace AgentFunctions.LocalHost.Startup;

/// <summary>Finds providers whose secret is not there yet, so that the first start says it and not the first call.</summary>
internal sealed class MissingSecrets(IControlPlane controlPlane, ISecretSource secrets)
{
    /// <summary>A line a provider: what is missing and the variable to set.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(CancellationToken cancellationToken)
    {
        if (await controlPlane.GetViewAsync(Tenants.Default, cancellationToken) is not { } view) return [];
        var lines = new List<string>();
        foreach (var provider in view.Providers.Values.OrderBy(static provider => provider.Id, StringComparer.Ordinal))
        {
            if (provider.Spec.Credential?.SecretRef is not { } name || ProviderEndpoint.HostOf(provider.Spec.Endpoint) is not { } host) continue;
            if (await secrets.ResolveAsync(new SecretUse(Tenants.Default, name, host), cancellationToken) is null)
                lines.Add($"the secret '{name}' of provider '{provider.Id}' is not set for {host}: set {SecretNames.ToVariable(name)}");
        }

        return lines;
    }
}
