using System.Text.Json.Serialization;

namespace AgentFunctions.Gateway.Models.Responses;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IssuedResponse))]
[JsonSerializable(typeof(ErasedResponse))]
internal sealed partial class IssuedResponseJsonContext : JsonSerializerContext;
