using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Usage;
using AgentFunctions.Core.Usage.Folding;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Usage.Folding;

/// <summary>The fold of the embedded log.</summary>
public sealed class UsageFoldTests : UsageFoldSuite
{
    [Fact]
    public async Task Unreadable_AmongOthers_IsLeftOut()
    {
        var (inner, time) = Store();
        var random = new Random(5);
        var good = UsageScript.Event(random, "req_1", UsageScript.Now);
        var foreign = good with { Subject = good.Subject with { TenantId = "other", CallId = "req_2" } };
        var negative = good with { Subject = good.Subject with { CallId = "req_3" }, Usage = good.Usage with { Bytes = -1 } };
        var huge = good with { Subject = good.Subject with { CallId = "req_4" }, Usage = good.Usage with { Bytes = long.MaxValue } };
        var fold = new UsageFold(inner, new UsageMetrics(), time, NullLogger<UsageFold>.Instance);
        byte[][] bodies = [[.. "{}"u8], UsageEventJson.Write(foreign), UsageEventJson.Write(good), UsageEventJson.Write(negative), UsageEventJson.Write(huge), [.. "not json"u8]];

        await fold.FoldAsync(UsageScript.Tenant, "0", bodies.Select(static b => (ReadOnlyMemory<byte>)b), CancellationToken.None);

        Assert.Equal(NaiveRollups.Of([good]), await NaiveRollups.ReadAsync(inner, Months));
    }

    internal override Func<IReadOnlyList<ReadOnlyMemory<byte>>, Task> Start(IDocumentStore store, FakeTimeProvider time)
    {
        var fold = new UsageFold(store, new UsageMetrics(), time, NullLogger<UsageFold>.Instance);
        return bodies => fold.FoldAsync(UsageScript.Tenant, "0", bodies, CancellationToken.None).AsTask();
    }
}
