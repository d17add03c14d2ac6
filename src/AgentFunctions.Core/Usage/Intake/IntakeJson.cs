using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Usage.Intake;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoredDeadLetter))]
internal sealed partial class IntakeJson : JsonSerializerContext;
