using System.Text.Json;
using AgentFunctions.Functions.Durable.Tries;
using DurableTask.Core.History;

namespace AgentFunctions.Functions.Tests.Durable;

/// <summary>Where a process dies under an activity, the host writes that it failed, whatever the adapter makes of failures.</summary>
public sealed class RewindFitTests
{
    private static readonly string OfMany = ActivityTry.Wrap(JsonSerializer.SerializeToElement(1)).GetRawText();

    [Fact]
    public void TheLastTryFailed_IsThere() =>
        Assert.True(RewindFit.IsThere([Scheduled(0, OfMany), new TaskCompletedEvent(-1, 0, "{}"), Scheduled(1, "1"), Failed(1), new ExecutionCompletedEvent(2, null, DurableTask.Core.OrchestrationStatus.Failed)]));

    [Fact]
    public void ATryThatAnotherFollowedFailed_IsNot() =>
        Assert.False(RewindFit.IsThere([Scheduled(0, OfMany), Failed(0), new TimerCreatedEvent(1), Scheduled(2, OfMany), new TaskCompletedEvent(-1, 2, "{}"), Scheduled(3, "1"), Failed(3)]));

    private static TaskScheduledEvent Scheduled(int id, string input) => new(id, "Activity", "", input);

    private static TaskFailedEvent Failed(int id) => new(-1, id, "died", null);
}
