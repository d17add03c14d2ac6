using AgentFunctions.Core.Documents;
using AgentFunctions.Functions.Durable;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Functions.Tests.Durable;

public sealed class DurableClientHolderTests
{
    // A caller that gets no client must hear that the engine is away, which the surfaces turn into 503, and not hang.
    [Fact]
    public async Task Get_NoFunctionHasRunYet_WaitsTenSecondsAndSaysSo()
    {
        var time = new FakeTimeProvider();
        var get = new DurableClientHolder(time).GetAsync(CancellationToken.None).AsTask();

        time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(get.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(() => get);
    }
}
