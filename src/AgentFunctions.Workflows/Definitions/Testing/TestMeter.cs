using System.Globalization;
using AgentFunctions.Core.Errors;

namespace AgentFunctions.Workflows.Definitions.Testing;

/// <summary>What a trial has taken of the process that it is in, which is everybody's: time, values that it keeps at once, and what is to be reported. One that takes more is refused, without a report.</summary>
internal sealed class TestMeter(TimeProvider time)
{
    private const int MiB = 1024 * 1024;
    private const int MaxValues = 64;
    private const int MaxReport = 16;

    /// <summary>Of what is around a value in the report: names, times.</summary>
    private const int Entry = 200;

    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(30);
    private readonly long _begun = time.GetTimestamp();
    private long _values;
    private long _report;

    /// <summary>Bytes of values that are kept, or, below zero, no longer.</summary>
    public void Keep(long bytes) => _values += bytes;

    /// <summary>Something more to report.</summary>
    public void Report(long bytes) => _report += Entry + bytes;

    /// <summary>Why it goes no further; null while it may.</summary>
    public ApiError? Refusal()
    {
        if (_values > MaxValues * MiB) return Refused($"it keeps more than {MaxValues} MiB of values at once");
        if (_report > MaxReport * MiB) return Refused($"its report is larger than {MaxReport} MiB");
        return time.GetElapsedTime(_begun) > MaxTime ? Refused($"it takes more than {MaxTime.TotalSeconds} s") : null;
    }

    private static ApiError Refused(FormattableString why) => new(
        422, ErrorCodes.TrialLimit, $"The trial was ended, because {why.ToString(CultureInfo.InvariantCulture)}. Try it with shorter loops and smaller values.") { ShouldRetry = false };
}
