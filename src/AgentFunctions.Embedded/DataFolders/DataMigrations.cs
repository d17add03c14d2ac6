using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentFunctions.Embedded.DataFolders;

/// <summary>Every migration of this version, one for each older format.</summary>
public static class DataMigrations
{
    public static IReadOnlyList<IDataMigration> All(TimeProvider time) => [new FirstFormatMigration(time)];

    /// <summary>For whoever calls <see cref="DataFolderFormat.PrepareAsync"/>.</summary>
    public static IServiceCollection AddDataMigrations(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => All(provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>Migrates the data folder when the host starts. Call it before <c>AddEmbeddedStores</c>, whose services open the files.</summary>
    public static IServiceCollection AddDataFolderStartup(this IServiceCollection services)
    {
        services.AddDataMigrations();
        services.AddHostedService<DataFolderStartup>();
        return services;
    }
}
