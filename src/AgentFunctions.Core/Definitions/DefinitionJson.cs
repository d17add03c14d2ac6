using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Definitions;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WorkflowSpec))]
internal sealed partial class DefinitionJson : JsonSerializerContext;
