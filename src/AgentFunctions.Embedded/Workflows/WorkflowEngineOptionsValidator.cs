using Microsoft.Extensions.Options;

namespace AgentFunctions.Embedded.Workflows;

internal sealed class WorkflowEngineOptionsValidator : IValidateOptions<WorkflowEngineOptions>
{
    public ValidateOptionsResult Validate(string? name, WorkflowEngineOptions options)
    {
        List<string> failures = [];
        if (options.MaxConcurrentActivities is < 1 or > 10_000)
            failures.Add($"{WorkflowEngineOptions.SectionName}:MaxConcurrentActivities must lie between 1 and 10000.");
        if (options.MaxConcurrentTurns is < 1 or > 1000)
            failures.Add($"{WorkflowEngineOptions.SectionName}:MaxConcurrentTurns must lie between 1 and 1000.");
        if (options.MaxLiveInstances is < 1 or > 1_000_000)
            failures.Add($"{WorkflowEngineOptions.SectionName}:MaxLiveInstances must lie between 1 and 1000000.");
        if (options.LeaseLife < TimeSpan.FromSeconds(3) || options.LeaseLife > TimeSpan.FromMinutes(5))
            failures.Add($"{WorkflowEngineOptions.SectionName}:LeaseLife must lie between 00:00:03 and 00:05:00.");
        if (options.PollInterval < TimeSpan.FromMilliseconds(20) || options.PollInterval > TimeSpan.FromSeconds(10))
            failures.Add($"{WorkflowEngineOptions.SectionName}:PollInterval must lie between 00:00:00.02 and 00:00:10.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
