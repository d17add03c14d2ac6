using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Memory.Store.Marks;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(StoredMark))]
[JsonSerializable(typeof(StoredMarkKey))]
internal sealed partial class MarkJson : JsonSerializerContext;
