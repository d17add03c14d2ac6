using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Payloads.Storage;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredPayload))]
[JsonSerializable(typeof(StoredPayloadKey))]
[JsonSerializable(typeof(StoredPayloadOwner))]
[JsonSerializable(typeof(StoredPayloadPart))]
internal sealed partial class PayloadJson : JsonSerializerContext;
