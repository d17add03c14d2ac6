using AgentFunctions.Cloud.Hosting;
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
using AgentFunctions.Functions.Timers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Functions.Hosting;

/// <summary>The engines that the settings name: Cosmos DB, Blob Storage, Key Vault and Event Hubs, or SQLite files and a key file in the data folder. <see cref="EngineOptionsValidator"/> says which go together.</summary>
internal static class HostEngines
{
    private const string AdminKey = "AGENTFUNCTIONS_ADMIN_KEY";

    public static IServiceCollection AddHostEngines(this IServiceCollection services, IConfiguration configuration)
    {
        var engines = configuration.GetSection(EngineOptions.SectionName).Get<EngineOptions>() ?? new EngineOptions();
        if (engines.UsesCosmos) services.AddCosmosStores();
        else services.AddDataFolderStartup().AddEmbeddedStores(options => options.DataDirectory = engines.DataPath).AddRestrictionJournal();
        if (engines.UsesKeyVault) services.AddKeyVaultSecrets();
        else services.AddFileKeySecretProtector(Path.Combine(engines.DataPath, "secrets.key"));
        if (engines.UsesBlobs) services.AddBlobPayloads();
        if (engines.UsesEventHubs) services.AddEventHubs(configuration);
        services.AddHubReaders();
        services.AddSingleton<WakeUp>();
        services.Configure<BootstrapKeyOptions>(options => options.AdminKey = FindAdminKey(configuration, engines));
        services.AddAgentFunctionsManifests(engines.ManifestsPath);
        return services;
    }

    /// <summary>From the settings, else from the data folder, where the first start makes one. In Azure, and wherever instances share a store, only settings count: every instance must have the same.</summary>
    private static string? FindAdminKey(IConfiguration configuration, EngineOptions engines)
    {
        if (configuration[AdminKey] is { Length: > 0 } given) return given;
        if (engines.UsesCosmos || !string.IsNullOrEmpty(configuration[EngineOptionsValidator.AzureInstance])) return null;
        OwnerOnlyFolder.Create(engines.DataPath);
        return OwnerOnlyFile.ReadOrWrite(Path.Combine(engines.DataPath, "admin.key"), BootstrapKeyOptions.Generate);
    }
}
