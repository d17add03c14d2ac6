using System.Text.RegularExpressions;

namespace AgentFunctions.Core.Memory.Times;

/// <summary>
/// Finds times in English text: dates ("8 May 2023", "May 8", "2023-05-08", "in May 2023", "in 2022") and times counted from when the text was said ("yesterday", "last Friday", "two weeks ago", "next month"). Days are those
/// of the anchor's offset; weeks begin on Monday. Pure: the same text and anchor give the same mentions.
/// </summary>
public static partial class TimeReader
{
    /// <summary>Most UTF-16 units that are read.</summary>
    private const int MaxLength = 16_384;

    private static readonly string[] Numbers = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

    /// <summary>The times named in the text, in its order.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="anchor">When it was said.</param>
    public static IReadOnlyList<TimeMention> Read(string text, DateTimeOffset anchor)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength)
            text = text[..MaxLength];
        var mentions = new List<(int At, TimeMention Mention)>();
        foreach (Match match in Pattern().Matches(text))
        {
            if (Span(match, anchor) is { } span)
                mentions.Add((match.Index, new TimeMention(match.Value, span.From, span.To)));
        }
        return [.. mentions.OrderBy(mention => mention.At).Select(mention => mention.Mention)];
    }

    private static (DateTimeOffset From, DateTimeOffset To)? Span(Match match, DateTimeOffset anchor)
    {
        var today = new DateTimeOffset(anchor.Date, anchor.Offset);
        try
        {
            if (match.Groups["iso"].Success)
                return Calendar.Day(Int(match, "isoYear"), Int(match, "isoMonth"), Int(match, "isoDay"), anchor.Offset);
            if (match.Groups["month"].Success)
                return Calendar.Named(match.Groups["month"].Value, Int(match, "day"), Int(match, "year"), anchor);
            if (match.Groups["onlyYear"].Success)
                return Calendar.Year(Int(match, "onlyYear"), anchor.Offset);
            if (match.Groups["days"].Success)
                return Calendar.Days(today.AddDays(DaysFrom(match.Groups["days"].Value.ToUpperInvariant())), 1);
            if (match.Groups["weekday"].Success)
                return Calendar.Weekday(match.Groups["weekday"].Value, match.Groups["which"].Value, today);
            if (match.Groups["unit"].Success)
                return Calendar.Relative(match.Groups["unit"].Value, Step(match.Groups["rel"].Value), today);
            return Calendar.Counted(match.Groups["countUnit"].Value, -Count(match.Groups["count"].Value), today);
        }
        catch (ArgumentOutOfRangeException)
        {
            // No such day ("31 February"), or outside of what times can be: no time.
            return null;
        }
    }

    private static int? Int(Match match, string group) => match.Groups[group] is { Success: true } value ? int.Parse(value.ValueSpan, System.Globalization.CultureInfo.InvariantCulture) : null;

    private static int DaysFrom(string word) => word switch
    {
        "YESTERDAY" or "LAST NIGHT" => -1,
        "TOMORROW" => 1,
        _ => word.StartsWith("THE DAY BEFORE", StringComparison.Ordinal) ? -2 : 0,
    };

    private static int Step(string word) => word.ToUpperInvariant() switch
    {
        "LAST" or "PREVIOUS" or "PAST" => -1,
        "NEXT" or "COMING" => 1,
        _ => 0,
    };

    private static int Count(string word)
    {
        if (int.TryParse(word, System.Globalization.CultureInfo.InvariantCulture, out var number))
            return number;
        var at = Array.FindIndex(Numbers, name => name.Equals(word, StringComparison.OrdinalIgnoreCase));
        return at >= 0 ? at : word.StartsWith("couple", StringComparison.OrdinalIgnoreCase) || word.Contains("couple", StringComparison.OrdinalIgnoreCase) ? 2
            : word.Contains("few", StringComparison.OrdinalIgnoreCase) ? 3 : 1;
    }

    // No repetition within a repetition: the time is linear in the text, whatever the text.
    [GeneratedRegex(
        """
        \b(?<iso>(?<isoYear>[12][0-9]{3})-(?<isoMonth>[01][0-9])-(?<isoDay>[0-3][0-9]))\b
        |\b(?:(?<day>[0-3]?[0-9])(?:st|nd|rd|th)?\s(?:of\s)?)?(?<month>january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?
          (?:\s(?<day>[0-3]?[0-9])(?:st|nd|rd|th)?\b)?(?:,?\s(?:of\s)?(?<year>[12][0-9]{3})\b)?
        |\b(?:in|of|during|since|by|year)\s(?<onlyYear>[12][0-9]{3})\b
        |\b(?<days>the\sday\sbefore\syesterday|yesterday|last\snight|tomorrow|today|tonight)\b
        |\b(?:(?<which>last|next|this|on|past)\s)(?<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b
        |\b(?<rel>last|next|this|previous|past|coming)\s(?<unit>weekend|week|month|year|summer|winter|spring|fall|autumn)\b
        |\b(?<count>[0-9]{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:a\s)?couple(?:\sof)?|(?:a\s)?few)\s(?<countUnit>days?|weeks?|weekends?|months?|years?)\s(?:ago|before|back)\b
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 2_000)]
    private static partial Regex Pattern();
}
