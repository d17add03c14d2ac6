using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Subjects;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredErasure))]
internal sealed partial class SubjectJson : JsonSerializerContext;
