using AgentFunctions.Core.Secrets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentFunctions.Embedded.Secrets;

public static class SecretProtectorServiceCollectionExtensions
{
    /// <summary>Encrypts stored secrets under a key file, made on first use and readable by its owner only. Keep it out of the database's backups.</summary>
    /// <exception cref="InvalidDataException">The file is there and holds no key.</exception>
    public static IServiceCollection AddFileKeySecretProtector(this IServiceCollection services, string keyFile)
    {
        KeyFile.Check(keyFile);
        services.TryAddSingleton<ISecretProtector>(_ => new FileKeySecretProtector(keyFile));
        return services;
    }
}
