using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentFunctions.Functions.Durable.Tries;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(TryInput))]
[JsonSerializable(typeof(TryOutput))]
internal sealed partial class TryJson : JsonSerializerContext;
