using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Restore;

/// <summary>Restriction records as JSON, without line breaks.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RestrictionRecord))]
internal sealed partial class RestoreJson : JsonSerializerContext;
