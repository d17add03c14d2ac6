using Microsoft.Extensions.Options;

namespace AgentFunctions.Cloud.Secrets;

internal sealed class KeyVaultOptionsValidator : IValidateOptions<KeyVaultOptions>
{
    public ValidateOptionsResult Validate(string? name, KeyVaultOptions options)
    {
        List<string> failures = [];
        if (!Uri.TryCreate(options.Endpoint, UriKind.Absolute, out var endpoint) || endpoint.Scheme != Uri.UriSchemeHttps || endpoint.PathAndQuery != "/")
            Fail("Endpoint", "must be the vault's https address, such as https://VAULT.vault.azure.net");
        if (options.CacheLife < TimeSpan.FromSeconds(1) || options.CacheLife > TimeSpan.FromHours(1)) Fail("CacheLife", "must lie between 00:00:01 and 01:00:00");
        if (options.OutageLife < options.CacheLife || options.OutageLife > TimeSpan.FromDays(1)) Fail("OutageLife", "must lie between CacheLife and 1.00:00:00");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Fail(string option, string rule) => failures.Add($"{KeyVaultOptions.SectionName}:{option} {rule}.");
    }
}
