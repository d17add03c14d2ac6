using AgentFunctions.Core.Identity;

namespace AgentFunctions.Core.Secrets;

/// <summary>
/// Secrets of the process environment: <c>my-key</c> is <c>AGENTFUNCTIONS_SECRET_MY_KEY</c>, its hosts <c>..._MY_KEY_HOSTS</c>, separated by commas. They belong to the default tenant: no other tenant may
/// point a provider of its own at them.
/// </summary>
internal sealed class EnvironmentSecrets(Func<string, string?> read)
{
    public string? FindValue(string tenantId, string name) =>
        tenantId == Tenants.Default && read(SecretNames.ToVariable(name)) is { Length: > 0 } value ? value.Trim() : null;

    /// <summary>The declared hosts; null when none are declared.</summary>
    public IReadOnlyList<string>? FindHosts(string tenantId, string name)
    {
        if (tenantId != Tenants.Default || read(SecretNames.ToVariable(name) + "_HOSTS") is not { } hosts) return null;
        return [.. hosts.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(h => h.ToLowerInvariant())];
    }
}
