using System.Text.Json.Serialization;

namespace AgentFunctions.Gateway.Models.Providers.Simulated;

[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(string))]
internal sealed partial class SimulatedJsonContext : JsonSerializerContext;
