using System.Text.Json.Serialization;
using AgentFunctions.Core.Subjects.Barrier;

namespace AgentFunctions.Core.Subjects;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredErasure))]
[JsonSerializable(typeof(StoredErasureCount))]
[JsonSerializable(typeof(StoredErasureMark))]
internal sealed partial class SubjectJson : JsonSerializerContext;
