using AgentFunctions.Core.Statements;
using AgentFunctions.Core.Usage.Folding;
using AgentFunctions.Core.Usage.Reading;

namespace AgentFunctions.Core.Tests.Statements;

/// <summary>Where months begin, and that rows are kept finely enough there.</summary>
public sealed class StatementMonthTests
{
    [Theory]
    [InlineData("UTC", "2026-11", "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z")]
    [InlineData("Asia/Kolkata", "2026-11", "2026-10-31T18:30:00Z", "2026-11-30T18:30:00Z")]
    [InlineData("Asia/Kathmandu", "2026-11", "2026-10-31T18:15:00Z", "2026-11-30T18:15:00Z")]
    [InlineData("Pacific/Kiritimati", "2026-03", "2026-02-28T10:00:00Z", "2026-03-31T10:00:00Z")]
    [InlineData("Etc/GMT+12", "2026-12", "2026-12-01T12:00:00Z", "2027-01-01T12:00:00Z")]
    [InlineData("Europe/Berlin", "2026-03", "2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z")]
    [InlineData("Europe/Berlin", "2026-10", "2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z")]
    [InlineData("America/New_York", "2026-11", "2026-11-01T04:00:00Z", "2026-12-01T05:00:00Z")]
    [InlineData("America/Asuncion", "2023-10", "2023-10-01T04:00:00Z", "2023-11-01T03:00:00Z")]
    [InlineData("America/Havana", "2020-11", "2020-11-01T04:00:00Z", "2020-12-01T05:00:00Z")]
    public void Month_InATimeZone_LastsFromLocalMidnightToLocalMidnight(string zone, string month, string from, string to)
    {
        var (parsed, found) = (StatementMonth.Parse(month)!.Value, StatementZone.Find(zone)!);

        Assert.Equal((from, to), (Text(parsed.BeginIn(found)), Text(parsed.EndIn(found))));
    }

    [Fact]
    public void EveryMonthOfEveryTimeZone_BeginsAtAQuarter_WhereRowsByTheQuarterAreKept()
    {
        var zones = TimeZoneInfo.GetSystemTimeZones();
        Assert.True(zones.Count > 100);
        foreach (var zone in zones)
        {
            for (var month = new StatementMonth(2023, 1); month.Year < 2030; month = month.Next)
            {
                var begin = month.BeginIn(zone);
                Assert.True(begin.ToUnixTimeSeconds() % 900 == 0 && RollupTime.IsNearMonthEnd(begin) && RollupTime.IsNearMonthEnd(begin.AddSeconds(-1)), $"{zone.Id} {month} {begin}");
                var whole = DateTimeOffset.FromUnixTimeSeconds(RollupTime.Floor(RollupLevel.Hour, begin));
                Assert.True(RollupTime.IsNearMonthEnd(whole) && RollupTime.IsNearMonthEnd(whole.AddHours(1).AddSeconds(-1)), $"{zone.Id} {month} {begin}");
            }
        }
    }

    [Theory]
    [InlineData("2026-13")]
    [InlineData("2026-1")]
    [InlineData("26-01")]
    [InlineData("2019-12")]
    [InlineData("2026-01-01")]
    [InlineData("")]
    public void Month_ThatIsNone_IsNotParsed(string text) => Assert.Null(StatementMonth.Parse(text));

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/localtime")]
    [InlineData("Europe/../UTC")]
    [InlineData("Europe/Berlin\n")]
    [InlineData("")]
    [InlineData("Europe")]
    public void Zone_ThatIsNone_IsNotFound(string name) => Assert.Null(StatementZone.Find(name));

    [Theory]
    [InlineData(0, 900)]
    [InlineData(900, 3600)]
    [InlineData(2700, 4500)]
    [InlineData(1800, 86400)]
    [InlineData(5400, 95400)]
    [InlineData(66600, 2658600)]
    public void Segments_OfASpan_CoverItOnce(long from, long to)
    {
        var at = from;
        foreach (var segment in StatementSums.Segments(from, to))
        {
            Assert.Equal(at, segment.From);
            Assert.True(segment.From < segment.To && segment.From % RollupTime.Seconds(segment.Level) == 0 && segment.To % RollupTime.Seconds(segment.Level) == 0);
            at = segment.To;
        }

        Assert.Equal(to, at);
    }

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
