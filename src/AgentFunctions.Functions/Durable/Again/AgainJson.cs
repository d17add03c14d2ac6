using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentFunctions.Functions.Durable.Again;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AgainInput))]
internal sealed partial class AgainJson : JsonSerializerContext;
