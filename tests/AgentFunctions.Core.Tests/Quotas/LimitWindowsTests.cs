using System.Globalization;
using AgentFunctions.Core.Quotas;

namespace AgentFunctions.Core.Tests.Quotas;

public sealed class LimitWindowsTests
{
    [Theory]
    [InlineData(LimitWindow.Minute, "2026-11-26T10:31:59.9999999Z", "minute:2026-11-26T10:31", "2026-11-26T10:31:00Z", "2026-11-26T10:32:00Z")]
    [InlineData(LimitWindow.Minute, "2026-11-26T10:32:00Z", "minute:2026-11-26T10:32", "2026-11-26T10:32:00Z", "2026-11-26T10:33:00Z")]
    [InlineData(LimitWindow.Hour, "2026-11-26T10:59:59Z", "hour:2026-11-26T10", "2026-11-26T10:00:00Z", "2026-11-26T11:00:00Z")]
    [InlineData(LimitWindow.Day, "2026-11-26T00:30:00+02:00", "day:2026-11-25", "2026-11-25T00:00:00Z", "2026-11-26T00:00:00Z")]
    [InlineData(LimitWindow.Day, "2026-12-31T23:59:59Z", "day:2026-12-31", "2026-12-31T00:00:00Z", "2027-01-01T00:00:00Z")]
    [InlineData(LimitWindow.Month, "2028-02-29T12:00:00Z", "month:2028-02", "2028-02-01T00:00:00Z", "2028-03-01T00:00:00Z")]
    [InlineData(LimitWindow.Month, "2027-01-01T00:00:00+01:00", "month:2026-12", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z")]
    public void Window_OfTheCalendar_IsUtcAndHalfOpen(LimitWindow window, string at, string id, string starts, string ends)
    {
        var moment = At(at);

        Assert.Equal(id, LimitWindows.WindowId(window, moment, null));
        Assert.Equal((At(starts), At(ends)), (LimitWindows.StartsAt(window, moment), LimitWindows.EndsAt(window, moment)));
        Assert.NotEqual(id, LimitWindows.WindowId(window, At(ends), null));
    }

    [Theory]
    [InlineData(LimitWindow.Run, "run:r-1")]
    [InlineData(LimitWindow.Total, "total")]
    [InlineData(LimitWindow.None, "now")]
    public void Window_WithoutTheClock_NeverEnds(LimitWindow window, string id)
    {
        var moment = At("2026-11-26T10:31:00Z");

        Assert.Equal(id, LimitWindows.WindowId(window, moment, "r-1"));
        Assert.Null(LimitWindows.StartsAt(window, moment));
        Assert.Null(LimitWindows.EndsAt(window, moment));
    }

    [Fact]
    public void WindowId_OfARunWithoutOne_IsAMistake() => Assert.Throws<ArgumentNullException>(() => LimitWindows.WindowId(LimitWindow.Run, At("2026-11-26T10:31:00Z"), null));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
