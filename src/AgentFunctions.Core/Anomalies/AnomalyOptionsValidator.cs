using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Anomalies;

internal sealed class AnomalyOptionsValidator : IValidateOptions<AnomalyOptions>
{
    private const decimal LeastFactor = 1.5m;
    private const decimal MostFactor = 1_000;
    private const decimal MostCritical = 10_000;
    private const decimal LeastFloor = 0.000001m;
    private const decimal MostFloor = 1_000_000;

    public ValidateOptionsResult Validate(string? name, AnomalyOptions options)
    {
        List<string> failures = [];
        if (options.Factor is < LeastFactor or > MostFactor) failures.Add($"{AnomalyOptions.SectionName}:Factor must lie between 1.5 and 1000.");
        if (options.CriticalFactor < options.Factor || options.CriticalFactor > MostCritical) failures.Add($"{AnomalyOptions.SectionName}:CriticalFactor must lie between Factor and 10000.");
        if (options.FloorUsd is < LeastFloor or > MostFloor) failures.Add($"{AnomalyOptions.SectionName}:FloorUsd must lie between 0.000001 and 1000000.");
        if (!Enum.IsDefined(options.Action)) failures.Add($"{AnomalyOptions.SectionName}:Action must be notify or throttle.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
