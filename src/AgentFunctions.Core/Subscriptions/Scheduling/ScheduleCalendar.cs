using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Subscriptions.Declaration;
using Cronos;

namespace AgentFunctions.Core.Subscriptions.Scheduling;

/// <summary>
/// Times of a schedule. Where clocks go forward, a time that does not exist is the first moment after the gap; where they go back, a time that comes twice counts once, unless the schedule repeats every so many minutes or hours.
/// </summary>
internal sealed class ScheduleCalendar
{
    /// <summary>What lies further back is not looked through.</summary>
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(366);
    private readonly CronExpression _cron;
    private readonly TimeZoneInfo _zone;

    private ScheduleCalendar(CronExpression cron, TimeZoneInfo zone) => (_cron, _zone) = (cron, zone);

    /// <summary>The calendar; null where the rule cannot be read.</summary>
    public static ScheduleCalendar? Of(ScheduleSpec schedule) =>
        CronExpression.TryParse(schedule.Cron, CronFormat.Standard, out var cron) && ZoneOf(schedule.TimeZone) is { } zone ? new ScheduleCalendar(cron, zone) : null;

    public static void Check(ScheduleSpec schedule, Findings findings)
    {
        var isCron = CronExpression.TryParse(schedule.Cron, CronFormat.Standard, out var cron);
        if (!isCron) findings.Add("spec.schedule.cron", "is no cron expression: minute, hour, day of month, month, day of week, such as 0 9 * * MON-FRI");
        var zone = ZoneOf(schedule.TimeZone);
        if (zone is null) findings.Add("spec.schedule.timeZone", "is no IANA time zone such as Europe/Berlin or UTC");
        if (isCron && zone is not null && cron!.GetNextOccurrence(DateTime.UnixEpoch.AddYears(50), zone) is null) findings.Add("spec.schedule.cron", "never comes: there is no such day");
    }

    /// <summary>The first time after a moment.</summary>
    public DateTimeOffset? Next(DateTimeOffset after) => _cron.GetNextOccurrence(after.UtcDateTime, _zone) is { } next ? new DateTimeOffset(next, TimeSpan.Zero) : null;

    /// <summary>Times from one that is due on, and the next one to come.</summary>
    /// <param name="first">The first time that was not looked at.</param>
    /// <param name="now">Times up to now are due.</param>
    /// <param name="onTime">A time before this was missed.</param>
    /// <param name="maxMissed">Of the missed, the latest so many.</param>
    public DueTimes Due(DateTimeOffset first, DateTimeOffset now, DateTimeOffset onTime, int maxMissed)
    {
        var (missed, due, left) = (new Queue<DateTimeOffset>(), new List<DateTimeOffset>(), 0);
        var time = first < now - Farthest ? Next(now - Farthest) : first;
        for (; time is { } at && at <= now; time = Next(at))
        {
            if (at >= onTime)
            {
                due.Add(at);
                continue;
            }

            missed.Enqueue(at);
            if (missed.Count <= maxMissed) continue;
            missed.Dequeue();
            left++;
        }

        return new DueTimes([.. missed], due, left, time);
    }

    /// <summary>Windows names mean other zones on other systems.</summary>
    private static TimeZoneInfo? ZoneOf(string name)
    {
        if (name is not "UTC" && !name.Contains('/', StringComparison.Ordinal)) return null;
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId ? zone : null;
    }
}
