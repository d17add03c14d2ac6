using System.Globalization;

namespace AgentFunctions.Core.Quotas;

/// <summary>Names and boundaries of windows: UTC calendar, each from its start up to but without its end.</summary>
public static class LimitWindows
{
    /// <summary>The window that was named last, of each kind: nearly every call asks for the present ones.</summary>
    private static readonly NamedWindow?[] Latest = new NamedWindow?[Enum.GetValues<LimitWindow>().Length];

    /// <summary>Name of the window a moment lies in: <c>minute:2026-11-26T10:31</c>, <c>hour:2026-11-26T10</c>, <c>day:2026-11-26</c>, <c>month:2026-11</c>, <c>run:{runId}</c>, <c>total</c>, <c>now</c> for concurrency.</summary>
    /// <param name="window">Which window.</param>
    /// <param name="at">The moment; any offset.</param>
    /// <param name="runId">The run; only read for <see cref="LimitWindow.Run"/>, where it must be given.</param>
    public static string WindowId(LimitWindow window, DateTimeOffset at, string? runId) => window switch
    {
        LimitWindow.None => "now",
        LimitWindow.Minute or LimitWindow.Hour or LimitWindow.Day or LimitWindow.Month => Name(window, StartsAt(window, at)!.Value),
        LimitWindow.Run => "run:" + (runId ?? throw new ArgumentNullException(nameof(runId))),
        _ => "total",
    };

    /// <summary>When the window that a moment lies in began; null for those that do not follow the clock.</summary>
    public static DateTimeOffset? StartsAt(LimitWindow window, DateTimeOffset at)
    {
        var utc = at.UtcDateTime;
        return window switch
        {
            LimitWindow.Minute => Utc(utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMinute))),
            LimitWindow.Hour => Utc(utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerHour))),
            LimitWindow.Day => Utc(utc.Date),
            LimitWindow.Month => Utc(new DateTime(utc.Year, utc.Month, 1, 0, 0, 0, DateTimeKind.Utc)),
            _ => null,
        };
    }

    /// <summary>When the window that a moment lies in ends, which is when the next one begins; null for those that do not end by the clock.</summary>
    public static DateTimeOffset? EndsAt(LimitWindow window, DateTimeOffset at) => StartsAt(window, at) is not { } start ? null : window switch
    {
        LimitWindow.Minute => start.AddMinutes(1),
        LimitWindow.Hour => start.AddHours(1),
        LimitWindow.Day => start.AddDays(1),
        _ => start.AddMonths(1),
    };

    private static string Name(LimitWindow window, DateTimeOffset start)
    {
        var named = Volatile.Read(ref Latest[(int)window]);
        if (named?.Start == start) return named.Id;
        var id = window switch
        {
            LimitWindow.Minute => string.Create(CultureInfo.InvariantCulture, $"minute:{start.UtcDateTime:yyyy-MM-ddTHH:mm}"),
            LimitWindow.Hour => string.Create(CultureInfo.InvariantCulture, $"hour:{start.UtcDateTime:yyyy-MM-ddTHH}"),
            LimitWindow.Day => string.Create(CultureInfo.InvariantCulture, $"day:{start.UtcDateTime:yyyy-MM-dd}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"month:{start.UtcDateTime:yyyy-MM}"),
        };
        Volatile.Write(ref Latest[(int)window], new NamedWindow(start, id));
        return id;
    }

    private static DateTimeOffset Utc(DateTime utc) => new(utc, TimeSpan.Zero);
}
