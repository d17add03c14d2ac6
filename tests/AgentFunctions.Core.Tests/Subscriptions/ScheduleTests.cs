using System.Globalization;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Runs;

namespace AgentFunctions.Core.Tests.Subscriptions;

/// <summary>Schedules by a clock that the test moves.</summary>
public sealed class ScheduleTests
{
    private static string Spec(string cron, string zone = "UTC", string more = "") => $$"""{"schedule":{"cron":"{{cron}}","timeZone":"{{zone}}"{{more}}},"start":"agents/a"}""";

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("30 2 * * *", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z")] // Clocks go from 2 to 3: the first moment after the gap.
    [InlineData("30 2 * * *", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z")] // 2:30 comes twice: once, the first.
    [InlineData("0 9 * * *", "2026-03-29T00:00:00Z", "2026-03-29T07:00:00Z")]
    [InlineData("0 9 * * *", "2026-10-25T00:00:00Z", "2026-10-25T08:00:00Z")]
    public async Task Turn_ClocksChange_RunsOnceThatDay(string cron, string from, string due)
    {
        await using var process = await new EventProcess(start: At(from)).DeclareAsync();
        await process.PutAsync("subscriptions", "s", Spec(cron, "Europe/Berlin"));
        await process.TurnAsync();
        await process.AdvanceAsync(At(due) - At(from) - TimeSpan.FromSeconds(1));
        Assert.Empty(process.Started);
        await process.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Single(process.Started);
        await process.AdvanceAsync(TimeSpan.FromHours(3));
        Assert.Single(process.Started);
    }

    [Fact]
    public async Task Turn_EveryHalfHourWhereClocksGoBack_RunsInBothHours()
    {
        await using var process = await new EventProcess(start: At("2026-10-24T23:45:00Z")).DeclareAsync();
        await process.PutAsync("subscriptions", "s", Spec("*/30 * * * *", "Europe/Berlin", ""","overlap":"allow" """));
        await process.TurnAsync();
        for (var i = 0; i < 12; i++) await process.AdvanceAsync(TimeSpan.FromMinutes(15));
        Assert.Equal(6, process.Started.Count);
    }

    [Theory]
    [InlineData("skip", 0)]
    [InlineData("latest", 1)]
    [InlineData("all", 4)]
    public async Task Turn_AfterDowntime_MakesUpByPolicy(string policy, int runs)
    {
        await using var process = await new EventProcess().DeclareAsync();
        await process.PutAsync("subscriptions", "s", Spec("0 * * * *", more: $$""","missed":"{{policy}}","maxMissed":4,"overlap":"allow" """));
        await process.TurnAsync();
        process.Time.Advance(TimeSpan.FromHours(10.5));
        await using var next = new EventProcess(process);
        await next.TurnAsync();
        Assert.Equal(runs, next.Started.Count);
        await next.TurnAsync();
        Assert.Equal(runs, next.Started.Count);
        await next.AdvanceAsync(TimeSpan.FromMinutes(30));
        Assert.Equal(runs + 1, next.Started.Count);
    }

    [Theory]
    [InlineData("skip", 1, 1, 0)]
    [InlineData("allow", 3, 3, 0)]
    [InlineData("queueOne", 1, 2, 0)]
    [InlineData("terminatePrevious", 3, 3, 2)]
    public async Task Turn_RunBeforeIsOpen_OverlapsByPolicy(string policy, int whileOpen, int afterIt, int terminated)
    {
        await using var process = await new EventProcess().DeclareAsync();
        await process.PutAsync("subscriptions", "s", Spec("0 * * * *", more: $$""","overlap":"{{policy}}" """));
        await process.TurnAsync();
        for (var i = 0; i < 3; i++) await process.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(whileOpen, process.Started.Count);
        Assert.Equal(terminated, process.Engine.Calls.Count(static c => c.StartsWith("terminate", StringComparison.Ordinal)));
        var first = process.Started[0].Split(' ')[1].Split(':')[1];
        if (policy != "terminatePrevious") await process.EndAsync(first, RunStatus.Succeeded);
        await process.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(afterIt, process.Started.Count);
    }

    [Fact]
    public async Task Turn_TwoProcessesAtOnce_OneRunEachTime()
    {
        await using var first = await new EventProcess().DeclareAsync();
        await using var second = new EventProcess(first);
        await first.PutAsync("subscriptions", "s", Spec("* * * * *", more: ""","overlap":"allow" """));
        await first.TurnAsync();
        for (var i = 0; i < 10; i++)
        {
            first.Time.Advance(TimeSpan.FromMinutes(1));
            await Task.WhenAll(first.TurnAsync(), second.TurnAsync(), first.TurnAsync());
        }

        Assert.Equal(10, first.Started.Count);
    }

    [Fact]
    public async Task Turn_StoreGoneFromAnyOperationOn_OneRunForTheTime()
    {
        var steps = 0;
        for (var dieAt = 1; ; dieAt++)
        {
            await using var first = await new EventProcess().DeclareAsync();
            await first.PutAsync("subscriptions", "s", Spec("0 * * * *"));
            await first.TurnAsync();
            first.Time.Advance(TimeSpan.FromHours(1));
            var operations = 0;
            first.Store.Before = () => Interlocked.Increment(ref operations) >= dieAt ? throw new DocumentStoreUnavailableException("killed") : Task.CompletedTask;
            await first.TurnAsync();
            await using var second = new EventProcess(first);
            await second.AdvanceAsync(TimeSpan.FromSeconds(20));
            await second.TurnAsync();
            foreach (var job in second.Get<IEnumerable<Core.Jobs.IScheduledJob>>().Where(static j => j.Name == "run-starts")) await job.RunAsync(CancellationToken.None);
            Assert.True(second.Started.Count == 1, $"died at {dieAt}: {second.Started.Count} runs");
            if (operations < dieAt) break;
            steps = dieAt;
        }

        Assert.True(steps > 10, $"only {steps} operations were tried");
    }
}
