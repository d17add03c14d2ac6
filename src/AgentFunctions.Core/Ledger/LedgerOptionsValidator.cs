using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Ledger;

internal sealed class LedgerOptionsValidator : IValidateOptions<LedgerOptions>
{
    private static readonly (TimeSpan Least, TimeSpan Most) Lives = (TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(5));
    private static readonly (TimeSpan Least, TimeSpan Most) Intervals = (TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    private static readonly (int Least, int Most) Percents = (1, 50);
    private static readonly (int Least, int Most) Calls = (1, 1000);

    public ValidateOptionsResult Validate(string? name, LedgerOptions options)
    {
        List<string> failures = [];
        if (options.OwnerLife < Lives.Least || options.OwnerLife > Lives.Most) failures.Add($"{LedgerOptions.SectionName}:OwnerLife must lie between {Lives.Least} and {Lives.Most}.");
        if (options.SweepInterval < Intervals.Least || options.SweepInterval > Intervals.Most) failures.Add($"{LedgerOptions.SectionName}:SweepInterval must lie between {Intervals.Least} and {Intervals.Most}.");
        if (options.BlockLife < Intervals.Least || options.BlockLife > Intervals.Most) failures.Add($"{LedgerOptions.SectionName}:BlockLife must lie between {Intervals.Least} and {Intervals.Most}.");
        if (options.BlockCalls < Calls.Least || options.BlockCalls > Calls.Most) failures.Add($"{LedgerOptions.SectionName}:BlockCalls must lie between {Calls.Least} and {Calls.Most}.");
        if (options.BlockPercent < Percents.Least || options.BlockPercent > Percents.Most) failures.Add($"{LedgerOptions.SectionName}:BlockPercent must lie between {Percents.Least} and {Percents.Most}.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
