using System.Globalization;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Memory;

/// <summary>Reports everything that is wrong with the options at once.</summary>
internal sealed class MemoryOptionsValidator : IValidateOptions<MemoryOptions>
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    public ValidateOptionsResult Validate(string? name, MemoryOptions options)
    {
        List<string> failures = [];
        Check(failures, nameof(options.QuarantineLifetime), options.QuarantineLifetime, TimeSpan.FromHours(1), Longest);
        Check(failures, nameof(options.HalfLife), options.HalfLife, TimeSpan.FromDays(1), Longest);
        Check(failures, nameof(options.MinimumAge), options.MinimumAge, TimeSpan.Zero, Longest);
        Check(failures, nameof(options.GracePeriod), options.GracePeriod, TimeSpan.Zero, Longest);
        Check(failures, nameof(options.UseRetention), options.UseRetention, TimeSpan.FromHours(1), Longest);
        Check(failures, nameof(options.RecallWindow), options.RecallWindow, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30));
        Check(failures, nameof(options.ConsolidationInterval), options.ConsolidationInterval, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
        Check(failures, nameof(options.ExtractionInterval), options.ExtractionInterval, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
        if (options.MaximumAge is { } oldest) Check(failures, nameof(options.MaximumAge), oldest, TimeSpan.FromDays(1), Longest);
        if (!(options.ForgetBelow is >= 0 and <= 1)) failures.Add($"{MemoryOptions.SectionName}:{nameof(options.ForgetBelow)} must be from 0 to 1.");
        if (options.VersionsKept is < 0 or > 40) failures.Add($"{MemoryOptions.SectionName}:{nameof(options.VersionsKept)} must be from 0 to 40.");
        Check(failures, nameof(options.MaxVariantsPerRun), options.MaxVariantsPerRun, 0, 1000);
        Check(failures, nameof(options.MaxVariantsPerCaller), options.MaxVariantsPerCaller, 0, 1000);
        Check(failures, nameof(options.MaxRecordsPerRun), options.MaxRecordsPerRun, 1, 1_000_000);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void Check(List<string> failures, string option, int value, int least, int most)
    {
        if (value < least || value > most) failures.Add(string.Create(CultureInfo.InvariantCulture, $"{MemoryOptions.SectionName}:{option} must be from {least} to {most}."));
    }

    private static void Check(List<string> failures, string option, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most) failures.Add(string.Create(CultureInfo.InvariantCulture, $"{MemoryOptions.SectionName}:{option} must be from {least:c} to {most:c}."));
    }
}
