using System.Text.Json.Serialization;

namespace AgentFunctions.Gateway.Models.Responses;

[JsonSerializable(typeof(IssuedResponse))]
internal sealed partial class IssuedResponseJsonContext : JsonSerializerContext;
