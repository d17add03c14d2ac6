using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AgentFunctions.Core.Subscriptions.Delivering;
using AgentFunctions.Core.Subscriptions.Letters;
using AgentFunctions.Core.Subscriptions.Publishing;
using AgentFunctions.Core.Subscriptions.Scheduling;

namespace AgentFunctions.Core.Subscriptions.Declaration;

/// <summary>Subscriptions as JSON: the spec, and the documents of events, deliveries, dead letters and schedules.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SubscriptionSpec))]
[JsonSerializable(typeof(StoredPosting))]
[JsonSerializable(typeof(StoredDelivery))]
[JsonSerializable(typeof(StoredDeadLetter))]
[JsonSerializable(typeof(StoredSchedule))]
internal sealed partial class SubscriptionJson : JsonSerializerContext
{
    /// <summary>For documents that hold events: written so that an event never takes more than twice its size.</summary>
    public static SubscriptionJson Stored { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });
}
