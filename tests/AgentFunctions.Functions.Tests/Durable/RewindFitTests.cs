using AgentFunctions.Functions.Durable.Tries;
using DurableTask.Core;
using DurableTask.Core.History;

namespace AgentFunctions.Functions.Tests.Durable;

/// <summary>Where a process dies under an activity, the host writes that it failed, whatever the adapter makes of failures.</summary>
public sealed class RewindFitTests
{
    [Fact]
    public void FailuresThatNothingFollowed_IsThere() => Assert.True(RewindFit.IsThere(
        [Scheduled(0), new TaskCompletedEvent(-1, 0, "{}"), new TimerCreatedEvent(1), Scheduled(2), Scheduled(3), Failed(2), Failed(3), new ExecutionCompletedEvent(4, null, OrchestrationStatus.Failed)]));

    [Fact]
    public void AFailureThatTheCodeWentOnAfter_IsNot() =>
        Assert.False(RewindFit.IsThere([Scheduled(0), Failed(0), new TimerCreatedEvent(1), Scheduled(2), new TaskCompletedEvent(-1, 2, "{}"), Scheduled(3), Failed(3)]));

    [Fact]
    public void AFailedChildThatTheCodeWentOnAfter_IsNot() =>
        Assert.False(RewindFit.IsThere([new SubOrchestrationInstanceCreatedEvent(0), new SubOrchestrationInstanceFailedEvent(-1, 0, "failed", null), Scheduled(1), Failed(1)]));

    private static TaskScheduledEvent Scheduled(int id) => new(id, "Activity");

    private static TaskFailedEvent Failed(int id) => new(-1, id, "died", null);
}
