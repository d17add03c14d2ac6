using System.Globalization;

namespace AgentFunctions.Core.Statements;

/// <summary>A month of the calendar, <c>2026-11</c>.</summary>
internal readonly record struct StatementMonth(int Year, int Month) : IComparable<StatementMonth>
{
    private const int FirstYear = 2020;
    private const int LastYear = 2999;

    /// <summary>Clocks differ from UTC by so many quarters of an hour, and by 14 hours at most.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Furthest = TimeSpan.FromHours(15);

    public StatementMonth Previous => Month == 1 ? new StatementMonth(Year - 1, 12) : new StatementMonth(Year, Month - 1);

    public StatementMonth Next => Month == 12 ? new StatementMonth(Year + 1, 1) : new StatementMonth(Year, Month + 1);

    public static StatementMonth? Parse(string? text) =>
        DateTime.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) && month.Year is >= FirstYear and <= LastYear
            ? new StatementMonth(month.Year, month.Month)
            : null;

    /// <summary>
    /// The first moment at which the local date is in it: local midnight; the moment after it where the clock is put forward at midnight, the first of the two where it is put back. Found from UTC, where nothing is missing
    /// or ambiguous.
    /// </summary>
    public DateTimeOffset BeginIn(TimeZoneInfo zone)
    {
        var first = new DateTime(Year, Month, 1, 0, 0, 0, DateTimeKind.Utc);
        var at = first - Furthest;
        while (TimeZoneInfo.ConvertTimeFromUtc(at, zone).Date < first.Date) at += Step;
        return new DateTimeOffset(at, TimeSpan.Zero);
    }

    public DateTimeOffset EndIn(TimeZoneInfo zone) => Next.BeginIn(zone);

    public int CompareTo(StatementMonth other) => (Year, Month).CompareTo((other.Year, other.Month));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-{Month:D2}");
}
