using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Activity.Storage;

/// <summary>Documents of activity as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredCounter))]
[JsonSerializable(typeof(StoredUse))]
internal sealed partial class ActivityJson : JsonSerializerContext;
