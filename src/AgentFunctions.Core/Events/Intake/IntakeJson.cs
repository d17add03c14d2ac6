using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Events.Intake;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoredStreamLetter))]
internal sealed partial class IntakeJson : JsonSerializerContext;
