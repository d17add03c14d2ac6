using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentFunctions.Functions.Durable.Children;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ChildClaim))]
[JsonSerializable(typeof(StoredInstance))]
[JsonSerializable(typeof(bool))]
internal sealed partial class InstanceJson : JsonSerializerContext;
