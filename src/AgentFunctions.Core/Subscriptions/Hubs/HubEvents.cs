using AgentFunctions.Core.Subscriptions.Publishing;

namespace AgentFunctions.Core.Subscriptions.Hubs;

/// <summary>The events of a message.</summary>
/// <param name="IsBatch">They came as a batch: one that is wrong refuses all.</param>
/// <param name="Events">At least one, unless a batch was empty.</param>
internal sealed record HubEvents(bool IsBatch, IReadOnlyList<CloudEvent> Events);
