using System.Globalization;

namespace AgentFunctions.Core.Statements;

/// <summary>A month of the calendar, <c>2026-11</c>.</summary>
internal readonly record struct StatementMonth(int Year, int Month) : IComparable<StatementMonth>
{
    private const int FirstYear = 2020;
    private const int LastYear = 2999;

    public StatementMonth Previous => Month == 1 ? new StatementMonth(Year - 1, 12) : new StatementMonth(Year, Month - 1);

    public StatementMonth Next => Month == 12 ? new StatementMonth(Year + 1, 1) : new StatementMonth(Year, Month + 1);

    public static StatementMonth? Parse(string? text) =>
        DateTime.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) && month.Year is >= FirstYear and <= LastYear
            ? new StatementMonth(month.Year, month.Month)
            : null;

    /// <summary>When it begins in a time zone: local midnight; the first moment after it where the clock is put forward at midnight, the first of the two where it is put back.</summary>
    public DateTimeOffset BeginIn(TimeZoneInfo zone)
    {
        var local = new DateTime(Year, Month, 1, 0, 0, 0, DateTimeKind.Unspecified);
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(15);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    public DateTimeOffset EndIn(TimeZoneInfo zone) => Next.BeginIn(zone);

    public int CompareTo(StatementMonth other) => (Year, Month).CompareTo((other.Year, other.Month));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-{Month:D2}");
}
