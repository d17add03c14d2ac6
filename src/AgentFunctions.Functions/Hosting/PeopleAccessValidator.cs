using AgentFunctions.Core.Keys;
using AgentFunctions.Http.Authentication.Entra;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Functions.Hosting;

/// <summary>Refuses a host that nobody could operate: keys of people are off, and no directory is named whose tokens would count instead.</summary>
internal sealed class PeopleAccessValidator(IOptions<EntraOptions> entra) : IValidateOptions<KeyOptions>
{
    public ValidateOptionsResult Validate(string? name, KeyOptions options) =>
        options.People || !string.IsNullOrEmpty(entra.Value.TenantId)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Nobody could operate this host: set AgentFunctions__Entra__TenantId and AgentFunctions__Entra__ClientId, or AgentFunctions__Keys__People=true for operators' keys.");
}
