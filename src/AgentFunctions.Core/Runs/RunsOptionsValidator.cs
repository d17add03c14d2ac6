using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Runs;

internal sealed class RunsOptionsValidator : IValidateOptions<RunsOptions>
{
    private const long LeastBytes = 1024 * 1024;
    private const long MostBytes = 1024L * 1024 * 1024 * 1024;
    private static readonly TimeSpan ShortestIdle = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestRun = TimeSpan.FromDays(30);
    private static readonly TimeSpan LongestSession = TimeSpan.FromDays(365);

    public ValidateOptionsResult Validate(string? name, RunsOptions options)
    {
        List<string> failures = [];
        if (options.IdleTimeout < ShortestIdle || options.IdleTimeout > LongestRun) failures.Add($"{RunsOptions.SectionName}:IdleTimeout must lie between 00:01:00 and 30.00:00:00.");
        if (options.SessionIdleTimeout < ShortestIdle || options.SessionIdleTimeout > LongestSession)
            failures.Add($"{RunsOptions.SectionName}:SessionIdleTimeout must lie between 00:01:00 and 365.00:00:00.");
        if (options.LastSeenInterval < TimeSpan.FromSeconds(1) || options.LastSeenInterval > options.IdleTimeout / 4)
            failures.Add($"{RunsOptions.SectionName}:LastSeenInterval must lie between 00:00:01 and a quarter of IdleTimeout.");
        if (options.MaxRunsWithin is < 1 or > 1_000_000) failures.Add($"{RunsOptions.SectionName}:MaxRunsWithin must lie between 1 and 1000000.");
        if (options.MaxBytesPerRun is < LeastBytes or > MostBytes) failures.Add($"{RunsOptions.SectionName}:MaxBytesPerRun must lie between {LeastBytes} and {MostBytes}.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
