using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Secrets;

/// <summary>Secrets as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoredSecret))]
internal sealed partial class SecretJson : JsonSerializerContext;
