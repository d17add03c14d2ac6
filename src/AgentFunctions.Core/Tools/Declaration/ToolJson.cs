using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Tools.Declaration;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ToolSpec))]
internal sealed partial class ToolJson : JsonSerializerContext;
