using AgentFunctions.Core.Notifications;

namespace AgentFunctions.Core.Tests.Notifications;

public sealed class RetryScheduleTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 30)]
    [InlineData(3, 120)]
    [InlineData(4, 600)]
    [InlineData(5, 3600)]
    [InlineData(6, 21600)]
    [InlineData(7, 21600)]
    [InlineData(1000, 21600)]
    public void Next_Attempts_GrowWithinTheJitter(int attempts, int seconds)
    {
        Assert.Equal(seconds, (RetrySchedule.Next(attempts, Start, Start, null, 0.5)!.Value - Start).TotalSeconds, 3);
        Assert.Equal(seconds * 0.8, (RetrySchedule.Next(attempts, Start, Start, null, 0)!.Value - Start).TotalSeconds, 3);
        Assert.Equal(seconds * 1.2, (RetrySchedule.Next(attempts, Start, Start, null, 1)!.Value - Start).TotalSeconds, 3);
    }

    [Fact]
    public void Next_RetryAfter_IsHonouredWhenLonger()
    {
        Assert.Equal(Start + TimeSpan.FromMinutes(5), RetrySchedule.Next(1, Start, Start, TimeSpan.FromMinutes(5), 0.5));
        Assert.Equal(Start + TimeSpan.FromSeconds(5), RetrySchedule.Next(1, Start, Start, TimeSpan.FromSeconds(1), 0.5));
    }

    [Fact]
    public void Next_NearTheEnd_LastAttemptIsAtTheEndThenNone()
    {
        var end = Start + RetrySchedule.GiveUpAfter;
        Assert.Equal(end, RetrySchedule.Next(7, Start, end - TimeSpan.FromHours(1), null, 0.5));
        Assert.Equal(end, RetrySchedule.Next(1, Start, Start, TimeSpan.MaxValue, 0.5));
        Assert.Null(RetrySchedule.Next(8, Start, end, null, 0.5));
    }
}
