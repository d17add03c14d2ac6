using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Subscriptions.Hubs;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HubLetter))]
internal sealed partial class HubJson : JsonSerializerContext;
