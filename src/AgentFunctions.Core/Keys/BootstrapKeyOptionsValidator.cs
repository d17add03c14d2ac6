using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Keys;

internal sealed class BootstrapKeyOptionsValidator : IValidateOptions<BootstrapKeyOptions>
{
    public ValidateOptionsResult Validate(string? name, BootstrapKeyOptions options)
    {
        if (options.AdminKey is not { } key) return ValidateOptionsResult.Success;
        if (key.Length is < BootstrapKeyOptions.MinLength or > 512)
            return ValidateOptionsResult.Fail($"AGENTFUNCTIONS_ADMIN_KEY must have {BootstrapKeyOptions.MinLength} to 512 characters; leave it unset to have one generated.");
        if (key.Any(c => c is <= ' ' or > '~')) return ValidateOptionsResult.Fail("AGENTFUNCTIONS_ADMIN_KEY must be printable ASCII without spaces.");
        return key.StartsWith(KeyFormat.AgentPrefix, StringComparison.Ordinal) || key.StartsWith(KeyFormat.OtherPrefix, StringComparison.Ordinal)
            ? ValidateOptionsResult.Fail("AGENTFUNCTIONS_ADMIN_KEY must not begin with ak_ or ok_, which mark issued keys.")
            : ValidateOptionsResult.Success;
    }
}
