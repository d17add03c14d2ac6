using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Core.Subjects;
using AgentFunctions.Embedded.Documents;
using AgentFunctions.Embedded.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Embedded;

/// <summary>Registers the embedded engines.</summary>
public static class EmbeddedServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="IDocumentStore"/> and <see cref="IMemoryCandidates"/> on SQLite files, one engine for the process. The files are opened when the host starts (a bad folder stops the start with a clear
    /// message), expired documents are removed in the background, and disposing the container closes the files cleanly.
    /// </summary>
    public static IServiceCollection AddEmbeddedStores(this IServiceCollection services, Action<SqliteStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<SqliteStoreOptions>().ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SqliteStoreOptions>, SqliteStoreOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SqliteDocumentStore>();
        services.TryAddSingleton<IDocumentStore>(provider => provider.GetRequiredService<SqliteDocumentStore>());
        services.TryAddSingleton<IMemoryCandidates, SqliteMemoryCandidates>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IErasedStorage, SqliteErasedStorage>());
        services.AddHostedService<SqliteStoreMaintenance>();
        return services;
    }
}
