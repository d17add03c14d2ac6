using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Ledger.Overruns;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RefusedTarget))]
internal sealed partial class OverrunJson : JsonSerializerContext;
