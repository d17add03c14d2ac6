using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Memory.Extraction;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoredExtraction))]
internal sealed partial class ExtractionJson : JsonSerializerContext;
