using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Subscriptions;

internal sealed class SubscriptionOptionsValidator : IValidateOptions<SubscriptionOptions>
{
    public ValidateOptionsResult Validate(string? name, SubscriptionOptions options)
    {
        var failures = new List<string>();
        if (options.EventRetention < TimeSpan.FromDays(1) || options.EventRetention > TimeSpan.FromDays(90)) failures.Add($"{SubscriptionOptions.SectionName}:EventRetention must lie between 1 and 90 days.");
        if (options.DeadLetterRetention < TimeSpan.FromDays(1) || options.DeadLetterRetention > TimeSpan.FromDays(365)) failures.Add($"{SubscriptionOptions.SectionName}:DeadLetterRetention must lie between 1 and 365 days.");
        if (options.MaxDepth is < 1 or > 64) failures.Add($"{SubscriptionOptions.SectionName}:MaxDepth must lie between 1 and 64.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
