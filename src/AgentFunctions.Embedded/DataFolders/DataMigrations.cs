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
}
