using AgentFunctions.Core.Keys;
using AgentFunctions.Embedded;
using AgentFunctions.Embedded.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Functions.Hosting;

/// <summary>The engines of this version: SQLite files and a key file in the data folder.</summary>
internal static class EmbeddedEngines
{
    private const string AdminKey = "AGENTFUNCTIONS_ADMIN_KEY";

    public static IServiceCollection AddEmbeddedEngines(this IServiceCollection services, IConfiguration configuration)
    {
        var engines = configuration.GetSection(EngineOptions.SectionName).Get<EngineOptions>() ?? new EngineOptions();
        services.AddEmbeddedStores(options => options.DataDirectory = engines.DataPath);
        services.AddFileKeySecretProtector(Path.Combine(engines.DataPath, "secrets.key"));
        services.Configure<BootstrapKeyOptions>(options => options.AdminKey = configuration[AdminKey] is { Length: > 0 } key ? key : null);
        services.AddHostedService<StartupManifests>();
        return services;
    }
}
