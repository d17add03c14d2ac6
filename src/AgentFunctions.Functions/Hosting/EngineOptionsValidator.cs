using AgentFunctions.Functions.EventHubs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Functions.Hosting;

/// <summary>
/// Refuses engines this version does not have, and, in Azure, engines on the instance's own disk: it is neither shared between instances nor kept, so keys, limits and records would
/// differ from instance to instance and vanish with them.
/// </summary>
internal sealed class EngineOptionsValidator(IConfiguration configuration) : IValidateOptions<EngineOptions>
{
    /// <summary>Azure sets it on every instance.</summary>
    public const string AzureInstance = "WEBSITE_INSTANCE_ID";

    public ValidateOptionsResult Validate(string? name, EngineOptions options)
    {
        List<string> failures = [];
        Check(failures, nameof(options.Store), options.Store, EngineOptions.Sqlite, "cosmos", isThere: false);
        Check(failures, nameof(options.Events), options.Events, EngineOptions.Log, EngineOptions.EventHubs, EventHubsServiceCollectionExtensions.HasTrigger);
        Check(failures, nameof(options.Payloads), options.Payloads, EngineOptions.Sqlite, EngineOptions.Blob, isThere: true);
        Check(failures, nameof(options.Secrets), options.Secrets, EngineOptions.File, EngineOptions.KeyVault, isThere: true);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private void Check(List<string> failures, string setting, string value, string embedded, string azure, bool isThere)
    {
        if (isThere && string.Equals(value, azure, StringComparison.OrdinalIgnoreCase)) return;
        if (!string.Equals(value, embedded, StringComparison.OrdinalIgnoreCase))
            failures.Add($"The setting AgentFunctions__{setting} is '{value}'; this version has only '{embedded}'{(isThere ? $" and '{azure}'" : "")}.");
        else if (!string.IsNullOrEmpty(configuration[AzureInstance]))
            failures.Add($"The setting AgentFunctions__{setting} is '{value}', which lives on this instance's own disk and is refused in Azure ({AzureInstance} is set). Azure needs '{azure}'{(isThere ? "" : ", which this version does not have yet")}.");
    }
}
