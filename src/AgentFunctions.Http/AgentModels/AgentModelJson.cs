using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentFunctions.Http.AgentModels;

[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
internal sealed partial class AgentModelJson : JsonSerializerContext;
