using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Ledger;

/// <summary>The ledger's stored documents.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(StoredHold))]
[JsonSerializable(typeof(StoredEstimate))]
[JsonSerializable(typeof(StoredCounter))]
internal sealed partial class LedgerJson : JsonSerializerContext;
