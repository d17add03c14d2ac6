using AgentFunctions.Core.Secrets;
using Azure;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Cloud.Secrets;

/// <summary>Reads a secret and, while a rotation overlaps, the version before it. Remembers nothing.</summary>
internal sealed class VaultReader(SecretClient client, TimeProvider time, ILogger<VaultReader> logger)
{
    /// <summary>null: there is none that may be used. Deleted, disabled, expired, not yet valid and forbidden all count as none.</summary>
    /// <exception cref="RequestFailedException">The vault does not answer, or is busy.</exception>
    public async Task<VaultSecret?> FindAsync(string tenantId, string name, CancellationToken cancellationToken)
    {
        if (VaultNames.ToVault(tenantId, name) is not { } vaultName || await GetAsync(vaultName, null, cancellationToken) is not { } current) return null;
        var properties = current.Properties;
        if (VaultNames.FromVault(tenantId, vaultName, properties.Tags) != name)
        {
            VaultLog.OfAnotherTenant(logger, vaultName, tenantId);
            return null;
        }

        var updated = properties.CreatedOn ?? DateTimeOffset.MinValue;
        var kept = new VaultSecret(name, VaultNames.Hosts(properties.Tags), updated) { Team = VaultNames.Team(properties.Tags), Current = new Secret(current.Value), ExpiresAt = properties.ExpiresOn };
        if (kept.Hosts.Count == 0) VaultLog.NoHosts(logger, vaultName);
        var until = updated + VaultNames.Overlap(properties.Tags);
        return until > time.GetUtcNow() && await FindPreviousAsync(tenantId, vaultName, properties, cancellationToken) is { } previous
            ? kept with { Previous = new Secret(previous.Value), PreviousHosts = VaultNames.Hosts(previous.Properties.Tags), PreviousUntil = until }
            : kept;
    }

    public async Task<IReadOnlyList<VaultSecret>> ListAsync(string tenantId, CancellationToken cancellationToken)
    {
        List<VaultSecret> secrets = [];
        await foreach (var properties in client.GetPropertiesOfSecretsAsync(cancellationToken))
        {
            if (VaultNames.FromVault(tenantId, properties.Name, properties.Tags) is not { } name || !IsUsable(properties)) continue;
            secrets.Add(new VaultSecret(name, VaultNames.Hosts(properties.Tags), properties.CreatedOn ?? DateTimeOffset.MinValue) { Team = VaultNames.Team(properties.Tags) });
        }

        return [.. secrets.OrderBy(static secret => secret.Name, StringComparer.Ordinal)];
    }

    /// <summary>The value before belonged to whom it was given: it does not outlive a change of the tenant or team.</summary>
    private async Task<KeyVaultSecret?> FindPreviousAsync(string tenantId, string vaultName, SecretProperties current, CancellationToken cancellationToken)
    {
        SecretProperties? previous = null;
        try
        {
            await foreach (var version in client.GetPropertiesOfSecretVersionsAsync(vaultName, cancellationToken))
            {
                if (version.Version == current.Version || version.CreatedOn > current.CreatedOn) continue;
                if (previous is null || version.CreatedOn > previous.CreatedOn) previous = version;
            }
        }
        catch (RequestFailedException exception) when (exception.Status is 403 or 404)
        {
            VaultLog.NoVersions(logger, vaultName, exception.Status);
            return null;
        }

        if (previous is null || !IsUsable(previous) || VaultNames.Owner(previous.Tags) != tenantId || VaultNames.Team(previous.Tags) != VaultNames.Team(current.Tags)) return null;
        return await GetAsync(vaultName, previous.Version, cancellationToken);
    }

    private async Task<KeyVaultSecret?> GetAsync(string vaultName, string? version, CancellationToken cancellationToken)
    {
        try
        {
            var secret = (await client.GetSecretAsync(vaultName, version, cancellationToken)).Value;
            return IsUsable(secret.Properties) && !string.IsNullOrEmpty(secret.Value) ? secret : null;
        }
        catch (RequestFailedException exception) when (exception.Status is 403 or 404)
        {
            // 404: never set, or deleted and waiting to be purged. 403: disabled, or the host's identity may not read.
            if (exception.Status == 403) VaultLog.Forbidden(logger, vaultName);
            return null;
        }
    }

    private bool IsUsable(SecretProperties properties)
    {
        var now = time.GetUtcNow();
        return properties.Enabled != false && !(properties.ExpiresOn <= now) && !(properties.NotBefore > now);
    }
}
