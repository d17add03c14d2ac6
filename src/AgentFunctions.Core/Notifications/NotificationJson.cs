using System.Text.Json.Serialization;
using AgentFunctions.Core.Notifications.Deliveries;

namespace AgentFunctions.Core.Notifications;

/// <summary>Notifications as JSON: the spec, and the documents of outbox and deliveries.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NotificationSpec))]
[JsonSerializable(typeof(NotificationEvent))]
[JsonSerializable(typeof(Delivery))]
[JsonSerializable(typeof(QueueEntry))]
internal sealed partial class NotificationJson : JsonSerializerContext;
