using System.Globalization;

namespace AgentFunctions.Core.Definitions.Reading;

/// <summary>Durations and times as texts.</summary>
public static class TimeTexts
{
    public const string NoDuration = "must be a duration such as 00:10:00 or 2.00:00:00, at most 365.00:00:00, or an expression in ${ } that gives one";
    public const string NoInstant = "must be a time with offset such as 2026-01-31T09:00:00Z, or an expression in ${ } that gives one";
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>A duration; null where it is none, negative or too long.</summary>
    public static TimeSpan? Duration(string text) =>
        TimeSpan.TryParseExact(text, ["c", @"h\:mm\:ss"], CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.Zero && span <= DefinitionLimits.MaxWait ? span : null;

    /// <summary>A time; null where it is none or names no offset.</summary>
    public static DateTimeOffset? Instant(string text) =>
        (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > 10) && DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;
}
