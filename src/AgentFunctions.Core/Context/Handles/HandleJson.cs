using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Context.Handles;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredHandle))]
[JsonSerializable(typeof(StoredHandlePart))]
[JsonSerializable(typeof(StoredHandleKey))]
[JsonSerializable(typeof(StoredSummary))]
internal sealed partial class HandleJson : JsonSerializerContext;
