using AgentFunctions.Cloud.Cosmos;
using AgentFunctions.Functions.EventHubs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Functions.Hosting;

/// <summary>
/// Refuses engines this build does not have; in Azure, engines on the instance's own disk: it is neither shared between instances nor kept, so keys, limits and records would differ from instance to instance and vanish
/// with them; a hub of topics that nothing would be sent to; and beside Cosmos DB, which instances share, engines that live on a disk all the same.
/// </summary>
internal sealed class EngineOptionsValidator(IConfiguration configuration) : IValidateOptions<EngineOptions>
{
    /// <summary>Azure sets it on every instance.</summary>
    public const string AzureInstance = "WEBSITE_INSTANCE_ID";

    private const string EmulatorKey = $"{CosmosOptions.SectionName}:{nameof(CosmosOptions.EmulatorKey)}";

    private bool IsAzure => !string.IsNullOrEmpty(configuration[AzureInstance]);

    /// <summary>An emulator is on this machine, and so is what it is used with.</summary>
    private bool IsEmulated => !string.IsNullOrEmpty(configuration[EmulatorKey]);

    public ValidateOptionsResult Validate(string? name, EngineOptions options)
    {
        List<string> failures = [];
        Check(failures, nameof(options.Store), options.Store, EngineOptions.Sqlite, EngineOptions.Cosmos, isOnDisk: IsAzure);

        // The log is in the store: what holds for the store is said above.
        Check(failures, nameof(options.Events), options.Events, EngineOptions.Log, EngineOptions.EventHubs, isOnDisk: IsAzure && !options.UsesCosmos, EventHubsServiceCollectionExtensions.HasTrigger);
        Check(failures, nameof(options.Payloads), options.Payloads, EngineOptions.Sqlite, EngineOptions.Blob, isOnDisk: IsAzure);
        Check(failures, nameof(options.Secrets), options.Secrets, EngineOptions.File, EngineOptions.KeyVault, isOnDisk: IsAzure);
        if (!options.UsesEventHubs && EventHubsServiceCollectionExtensions.TopicsHub(configuration) is not null)
            failures.Add($"The setting AgentFunctions__EventHubs__TopicsHub names a hub, while AgentFunctions__Events is '{options.Events}', which sends to none. Set AgentFunctions__Events to '{EngineOptions.EventHubs}' or leave the hub out.");
        if (options.UsesCosmos && !IsAzure)
        {
            if (Is(options.Payloads, EngineOptions.Sqlite)) failures.Add(Apart(nameof(options.Payloads), options.Payloads, EngineOptions.Blob));
            if (Is(options.Secrets, EngineOptions.File) && !IsEmulated) failures.Add(Apart(nameof(options.Secrets), options.Secrets, EngineOptions.KeyVault));
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void Check(List<string> failures, string setting, string value, string embedded, string azure, bool isOnDisk, bool isThere = true)
    {
        if (isThere && Is(value, azure)) return;
        if (!Is(value, embedded))
            failures.Add($"The setting AgentFunctions__{setting} is '{value}'; {(isThere ? "this version has only" : "this build has only")} '{embedded}'{(isThere ? $" and '{azure}'" : "")}.");
        else if (isOnDisk)
            failures.Add($"The setting AgentFunctions__{setting} is '{value}', which lives on this instance's own disk and is refused in Azure ({AzureInstance} is set). Azure needs '{azure}'{(isThere ? "" : ", which this build does not have")}.");
    }

    private static string Apart(string setting, string value, string azure) =>
        $"The setting AgentFunctions__{setting} is '{value}', which lives on one machine's disk, while AgentFunctions__Store is '{EngineOptions.Cosmos}', which several instances share. Set AgentFunctions__{setting} to '{azure}'.";

    private static bool Is(string value, string engine) => string.Equals(value, engine, StringComparison.OrdinalIgnoreCase);
}
