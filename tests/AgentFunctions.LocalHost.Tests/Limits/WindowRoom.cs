using AgentFunctions.TestKit;

namespace AgentFunctions.LocalHost.Tests.Limits;

/// <summary>Keeps a test within one window: figures of two windows would tell nothing.</summary>
internal static class WindowRoom
{
    public static Task InDayAsync(TimeSpan room) => AwaitAsync(TimeSpan.FromDays(1), room);

    public static Task InMinuteAsync(TimeSpan room) => AwaitAsync(TimeSpan.FromMinutes(1), room);

    private static Task AwaitAsync(TimeSpan window, TimeSpan room) =>
        TestWait.UntilAsync(() => window.Ticks - (TimeProvider.System.GetUtcNow().Ticks % window.Ticks) >= room.Ticks, "the window lasts long enough", room + TimeSpan.FromSeconds(5));
}
