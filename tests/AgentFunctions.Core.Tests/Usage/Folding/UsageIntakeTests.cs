using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Events.Intake;
using AgentFunctions.Core.Usage;
using AgentFunctions.Core.Usage.Folding;
using AgentFunctions.Core.Usage.Intake;
using AgentFunctions.TestKit.Documents;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Usage.Folding;

/// <summary>What a stream of all tenants delivers.</summary>
public sealed class UsageIntakeTests : UsageFoldSuite
{
    [Fact]
    public async Task Unreadable_AmongOthers_IsKeptAsADeadLetterOnce_AndHoldsUpNobody()
    {
        var (inner, time) = Store();
        var random = new Random(5);
        var good = UsageScript.Event(random, "req_1", UsageScript.Now);
        var negative = good with { Subject = good.Subject with { CallId = "req_3" }, Usage = good.Usage with { Bytes = -1 } };
        var homeless = good with { Subject = good.Subject with { CallId = "req_4", TenantId = "no/tenant" } };
        byte[][] bodies = [[.. "{}"u8], [.. "not json"u8], UsageEventJson.Write(negative), UsageEventJson.Write(good), UsageEventJson.Write(homeless), new byte[900_000]];
        var intake = Intake(inner, time);
        IntakeEvent[] events = [.. bodies.Select(static (body, at) => new IntakeEvent($"p0-{at}", body))];

        await intake.FoldAsync(events, CancellationToken.None);
        await intake.FoldAsync(events, CancellationToken.None);

        Assert.Equal(NaiveRollups.Of([good]), await NaiveRollups.ReadAsync(inner, Months));
        var kept = await inner.QueryAsync(DocumentStreamDeadLetters.Partition(StreamNames.Usage), new DocumentQuery(), CancellationToken.None);
        Assert.Equal(["d:p0-0", "d:p0-1", "d:p0-2", "d:p0-4", "d:p0-5"], kept.Items.Select(static item => item.Id));
    }

    [Fact]
    public async Task DeadLetters_OutOfReach_HaveTheBatchDeliveredAgain()
    {
        var (inner, time) = Store();
        var faulty = new FaultyDocumentStore(inner) { Before = static () => throw new DocumentStoreUnavailableException("down") };

        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(async () => await Intake(faulty, time).FoldAsync([new IntakeEvent("p0-1", new byte[1])], CancellationToken.None));
    }

    internal override Func<IReadOnlyList<ReadOnlyMemory<byte>>, Task> Start(IDocumentStore store, FakeTimeProvider time)
    {
        var intake = Intake(store, time);
        return bodies => intake.FoldAsync([.. bodies.Select(static (body, at) => new IntakeEvent($"p0-{at}", body))], CancellationToken.None).AsTask();
    }

    private static UsageIntake Intake(IDocumentStore store, FakeTimeProvider time) =>
        new(new UsageFold(store, new UsageMetrics(), time, NullLogger<UsageFold>.Instance), new DocumentStreamDeadLetters(store, time), NullLogger<UsageIntake>.Instance);
}
