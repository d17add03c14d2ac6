using Azure.Messaging.EventHubs;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions.EventHubs.Triggers;

/// <summary>
/// Folds the usage hub. A batch that could not be folded comes again until it can be. The connection of the hubs bears a name of its own, without <c>__</c>: the Functions host does not find one within a section of settings.
/// </summary>
public sealed class UsageTrigger(UsageHub stream)
{
    [Function("UsageFold")]
    [ExponentialBackoffRetry(-1, "00:00:01", "00:01:00")]
    public Task RunAsync([EventHubTrigger("%AgentFunctions__EventHubs__Hub%", Connection = "EventHubs")] EventData[] events, CancellationToken cancellationToken) =>
        stream.FoldAsync(events, cancellationToken);
}
