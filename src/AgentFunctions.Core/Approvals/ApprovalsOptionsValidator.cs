using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Approvals;

/// <summary>Reports everything that is wrong with the options at once.</summary>
internal sealed class ApprovalsOptionsValidator : IValidateOptions<ApprovalsOptions>
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    public ValidateOptionsResult Validate(string? name, ApprovalsOptions options)
    {
        List<string> failures = [];
        if (options.Retention < TimeSpan.FromDays(1) || options.Retention > Longest) failures.Add($"{ApprovalsOptions.SectionName}:Retention must be from 1.00:00:00 to 3650.00:00:00.");
        if (options.MaxPendingPerRun is < 1 or > 100_000) failures.Add($"{ApprovalsOptions.SectionName}:MaxPendingPerRun must be from 1 to 100000.");
        if (options.MaxPendingPerAgent is < 1 or > 1_000_000) failures.Add($"{ApprovalsOptions.SectionName}:MaxPendingPerAgent must be from 1 to 1000000.");
        if (options.MaxPendingPerTenant is < 1 or > 1_000_000) failures.Add($"{ApprovalsOptions.SectionName}:MaxPendingPerTenant must be from 1 to 1000000.");
        if (options.PublicUrl is { } url && !IsAddress(url)) failures.Add($"{ApprovalsOptions.SectionName}:PublicUrl must be an absolute http or https address without query, fragment or user, such as https://agents.example.com.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool IsAddress(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Query.Length == 0 && address.Fragment.Length == 0 && address.UserInfo.Length == 0;
}
