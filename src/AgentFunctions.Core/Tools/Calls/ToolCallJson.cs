using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Tools.Calls;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredToolCall))]
[JsonSerializable(typeof(StoredPart))]
internal sealed partial class ToolCallJson : JsonSerializerContext;
