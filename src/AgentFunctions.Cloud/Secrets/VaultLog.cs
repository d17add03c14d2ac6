using Microsoft.Extensions.Logging;

namespace AgentFunctions.Cloud.Secrets;

internal static partial class VaultLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The vault's secret '{Name}' has no tag 'hosts' and so may not be sent anywhere.")]
    public static partial void NoHosts(ILogger logger, string name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The vault's secret '{Name}' is not of tenant '{Tenant}': its tag 'tenant' says otherwise.")]
    public static partial void OfAnotherTenant(ILogger logger, string name, string tenant);

    [LoggerMessage(Level = LogLevel.Error, Message = "The vault refused the secret '{Name}': it is disabled, or this host's identity lacks the role Key Vault Secrets User.")]
    public static partial void Forbidden(ILogger logger, string name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The versions of the vault's secret '{Name}' cannot be listed ({Status}); the one before is not used.")]
    public static partial void NoVersions(ILogger logger, string name, int status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The vault does not answer; a secret read {Age} ago stays in use.")]
    public static partial void Outage(ILogger logger, TimeSpan age, Exception exception);
}
