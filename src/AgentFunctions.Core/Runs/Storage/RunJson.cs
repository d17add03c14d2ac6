using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Runs.Storage;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoredRun))]
internal sealed partial class RunJson : JsonSerializerContext;
