using Microsoft.Extensions.Options;

namespace AgentFunctions.Gateway.Egress;

internal sealed class EgressOptionsValidator : IValidateOptions<EgressOptions>
{
    public ValidateOptionsResult Validate(string? name, EgressOptions options)
    {
        if (!EgressAddressPolicy.TryParse(options.AllowPrivate, out var exceptions, out var wrong))
            return ValidateOptionsResult.Fail($"{EgressOptions.Variable} has the entry '{wrong}', which is no ip:port: write 127.0.0.1:8080 or [::1]:8080, separated by commas.");
        return options.InAzure && exceptions.Count > 0
            ? ValidateOptionsResult.Fail($"{EgressOptions.Variable} is not accepted in Azure: remove it, and reach private services through a private endpoint with a public name.")
            : ValidateOptionsResult.Success;
    }
}
