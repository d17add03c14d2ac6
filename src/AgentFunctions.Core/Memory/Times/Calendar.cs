namespace AgentFunctions.Core.Memory.Times;

/// <summary>Spans of the calendar, ends exclusive. What does not exist throws <see cref="ArgumentOutOfRangeException"/>.</summary>
internal static class Calendar
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    public static (DateTimeOffset From, DateTimeOffset To) Days(DateTimeOffset from, int days) => (from, from.AddDays(days));

    public static (DateTimeOffset From, DateTimeOffset To) Day(int? year, int? month, int? day, TimeSpan offset) =>
        Days(new DateTimeOffset(year ?? 1, month ?? 1, day ?? 1, 0, 0, 0, offset), 1);

    public static (DateTimeOffset From, DateTimeOffset To) Year(int? year, TimeSpan offset)
    {
        var from = new DateTimeOffset(year ?? 1, 1, 1, 0, 0, 0, offset);
        return (from, from.AddYears(1));
    }

    /// <summary>A month, or a day of it. Without a year: the nearest one that is not more than half a year ahead. "May" alone is as often a verb: no time.</summary>
    public static (DateTimeOffset From, DateTimeOffset To)? Named(string name, int? day, int? year, DateTimeOffset anchor)
    {
        var isShort = name.Length == 3;
        if (isShort && day is null && year is null && name != "May")
            return null;
        var month = Array.IndexOf(Months, name[..3].ToLowerInvariant()) + 1;
        var from = new DateTimeOffset(year ?? anchor.Year, month, day ?? 1, 0, 0, 0, anchor.Offset);
        if (year is null && from > anchor.AddMonths(6))
            from = from.AddYears(-1);
        return (from, day is null ? from.AddMonths(1) : from.AddDays(1));
    }

    /// <summary>"last Friday" and "on Friday" are the latest before today, "next Friday" the first after it, "this Friday" that of the week.</summary>
    public static (DateTimeOffset From, DateTimeOffset To) Weekday(string name, string which, DateTimeOffset today)
    {
        var wanted = (int)Enum.Parse<DayOfWeek>(name, ignoreCase: true);
        var ahead = (wanted - (int)today.DayOfWeek + 7) % 7;
        var days = which.ToUpperInvariant() switch
        {
            "NEXT" => ahead == 0 ? 7 : ahead,
            "THIS" => ahead,
            _ => ahead == 0 ? -7 : ahead - 7,
        };
        return Days(today.AddDays(days), 1);
    }

    /// <summary>The week, month, year, weekend or season of today, or the one <paramref name="step"/> from it.</summary>
    public static (DateTimeOffset From, DateTimeOffset To) Relative(string unit, int step, DateTimeOffset today)
    {
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        var first = today.AddDays(1 - today.Day);
        var year = today.AddDays(1 - today.DayOfYear);
        switch (unit.ToUpperInvariant())
        {
            case "WEEK":
                return Days(monday.AddDays(7 * step), 7);
            case "WEEKEND":
                return Days(monday.AddDays(5 + 7 * step), 2);
            case "MONTH":
                return (first.AddMonths(step), first.AddMonths(step + 1));
            case "YEAR":
                return (year.AddYears(step), year.AddYears(step + 1));
            default:
                var start = year.AddMonths(unit.ToUpperInvariant() switch { "SPRING" => 2, "SUMMER" => 5, "WINTER" => 11, _ => 8 });
                // "last summer": the latest that has begun and is over, or is about to be.
                var from = step < 0 && start.AddMonths(3) > today ? start.AddYears(-1) : step > 0 && start <= today ? start.AddYears(1) : start;
                return (from, from.AddMonths(3));
        }
    }

    /// <summary>"two weeks ago": as coarse as it was said.</summary>
    public static (DateTimeOffset From, DateTimeOffset To) Counted(string unit, int step, DateTimeOffset today)
    {
        var name = unit.TrimEnd('s', 'S').ToUpperInvariant();
        return name == "DAY" ? Days(today.AddDays(step), 1) : Relative(name, step, today);
    }
}
