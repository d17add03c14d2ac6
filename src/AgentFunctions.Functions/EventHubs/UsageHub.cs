using AgentFunctions.Core.Usage.Intake;
using Azure.Messaging.EventHubs;

namespace AgentFunctions.Functions.EventHubs;

/// <summary>What the trigger of the usage hub calls: hands the events on as they came.</summary>
public sealed class UsageHub(UsageIntake intake)
{
    public Task FoldAsync(EventData[] events, CancellationToken cancellationToken) =>
        intake.FoldAsync([.. events.Select(static data => new IntakeEvent(HubPositions.Of(data), data.EventBody.ToMemory()))], cancellationToken).AsTask();
}
