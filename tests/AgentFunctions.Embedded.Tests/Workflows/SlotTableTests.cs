using AgentFunctions.Embedded.Workflows;

namespace AgentFunctions.Embedded.Tests.Workflows;

public sealed class SlotTableTests
{
    /// <summary>Workflow code that strayed reports so from a thread of the pool, where an exception would end the process.</summary>
    [Fact]
    public void Signal_AfterTheHostStopped_IsNotHeard()
    {
        var slots = new SlotTable(capacity: 10);
        slots.Signal("waiting");
        slots.Dispose();

        slots.Signal("one");
        slots.Signal("one");
        slots.Adopt("two", "owner", epoch: 1);
    }

    [Fact]
    public async Task Signal_DuringATurn_IsFollowedByAnother()
    {
        using var slots = new SlotTable(capacity: 10);
        slots.Signal("one");
        var slot = await slots.NextAsync(CancellationToken.None);
        slots.Signal("one");
        slots.SignalIfIdle("one");

        slots.Done(slot, keep: true, again: false);

        Assert.Same(slot, await slots.NextAsync(CancellationToken.None));
        slots.Done(slot, keep: true, again: false);
        Assert.False(slots.NextAsync(CancellationToken.None).IsCompleted);
    }
}
