using Microsoft.Extensions.Options;

namespace AgentFunctions.Cloud.Telemetry;

internal sealed class AzureMonitorOptionsValidator : IValidateOptions<AzureMonitorOptions>
{
    public ValidateOptionsResult Validate(string? name, AzureMonitorOptions options) =>
        options.SampledShare is >= 0 and <= 1 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail($"{AzureMonitorOptions.SectionName}:SampledShare must lie between 0 and 1.");
}
