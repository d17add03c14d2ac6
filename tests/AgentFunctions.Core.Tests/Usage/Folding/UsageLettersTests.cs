using AgentFunctions.Core.Events.Intake;
using AgentFunctions.Core.Events.Letters;
using AgentFunctions.Core.Usage;
using AgentFunctions.Core.Usage.Folding;
using AgentFunctions.Core.Usage.Intake;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentFunctions.Core.Tests.Usage.Folding;

/// <summary>Usage that was put away and is folded once it can be read.</summary>
public sealed class UsageLettersTests
{
    [Fact]
    public async Task Send_HoweverOften_CountsOnce()
    {
        var (store, time) = UsageFoldSuite.Store();
        var intake = new UsageIntake(new UsageFold(store, new UsageMetrics(), time, NullLogger<UsageFold>.Instance), new DocumentStreamDeadLetters(store, time), NullLogger<UsageIntake>.Instance);
        var value = UsageScript.Event(new Random(5), "req_1", UsageScript.Now);
        var letters = new UsageLetters(intake);
        var letter = Letter(UsageEventJson.Write(value));

        Assert.Null(await letters.SendAsync(letter, "operator/ops", CancellationToken.None));
        Assert.Null(await letters.SendAsync(letter, "operator/ops", CancellationToken.None));

        Assert.Equal(NaiveRollups.Of([value]), await NaiveRollups.ReadAsync(store, UsageFoldSuite.Months));
        Assert.Equal("conflict", (await letters.SendAsync(Letter("{}"u8.ToArray()), "operator/ops", CancellationToken.None))?.Code);
    }

    private static StreamLetter Letter(byte[] body) => new() { Stream = StreamNames.Usage, Id = "p0-1", Size = body.Length, Body = body };
}
