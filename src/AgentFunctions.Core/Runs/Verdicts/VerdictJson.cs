using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Runs.Verdicts;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoredVerdict))]
internal sealed partial class VerdictJson : JsonSerializerContext;
