namespace AgentFunctions.Core.Subscriptions.Hubs;

/// <summary>A message as a hub delivered it.</summary>
/// <param name="Position">Where in the hub it was, of <c>a-z0-9-</c>.</param>
/// <param name="Body">As it was sent.</param>
/// <param name="ContentType">Of the body; null where the message says none, or says it as a property.</param>
/// <param name="Properties">What the sender put beside the body: texts, numbers, truth values, times, URIs, or bytes, as clients of Kafka send them.</param>
public sealed record HubMessage(string Position, ReadOnlyMemory<byte> Body, string? ContentType, IReadOnlyDictionary<string, object?> Properties);
