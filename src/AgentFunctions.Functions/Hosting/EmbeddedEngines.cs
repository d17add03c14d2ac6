using AgentFunctions.Cloud.Payloads;
using AgentFunctions.Cloud.Secrets;
using AgentFunctions.Core.Keys;
using AgentFunctions.Core.Resources.Manifests;
using AgentFunctions.Embedded;
using AgentFunctions.Embedded.Backups.Restoring;
using AgentFunctions.Embedded.DataFolders;
using AgentFunctions.Embedded.Files;
using AgentFunctions.Embedded.Secrets;
using AgentFunctions.Functions.EventHubs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Functions.Hosting;

/// <summary>The engines of this version: SQLite files and a key file in the data folder, or Blob Storage and Key Vault where the settings say so.</summary>
internal static class EmbeddedEngines
{
    private const string AdminKey = "AGENTFUNCTIONS_ADMIN_KEY";

    public static IServiceCollection AddEmbeddedEngines(this IServiceCollection services, IConfiguration configuration)
    {
        var engines = configuration.GetSection(EngineOptions.SectionName).Get<EngineOptions>() ?? new EngineOptions();
        services.AddDataFolderStartup();
        services.AddEmbeddedStores(options => options.DataDirectory = engines.DataPath);
        if (engines.UsesKeyVault) services.AddKeyVaultSecrets();
        else services.AddFileKeySecretProtector(Path.Combine(engines.DataPath, "secrets.key"));
        if (engines.UsesBlobs) services.AddBlobPayloads();
        if (engines.UsesEventHubs) services.AddEventHubs();
        services.AddSingleton<UsageStream>();
        services.Configure<BootstrapKeyOptions>(options => options.AdminKey = FindAdminKey(configuration, engines.DataPath));
        services.AddRestrictionJournal();
        services.AddAgentFunctionsManifests(engines.ManifestsPath);
        return services;
    }

    /// <summary>From the settings, else from the data folder, where the first start makes one. In Azure only settings count: every instance must have the same.</summary>
    private static string? FindAdminKey(IConfiguration configuration, string folder)
    {
        if (configuration[AdminKey] is { Length: > 0 } given) return given;
        if (!string.IsNullOrEmpty(configuration[EngineOptionsValidator.AzureInstance])) return null;
        OwnerOnlyFolder.Create(folder);
        return OwnerOnlyFile.ReadOrWrite(Path.Combine(folder, "admin.key"), BootstrapKeyOptions.Generate);
    }
}
