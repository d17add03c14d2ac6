using AgentFunctions.Core.Ledger.Blocks;
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
[JsonSerializable(typeof(StoredUse))]
[JsonSerializable(typeof(StoredGrant))]
internal sealed partial class LedgerJson : JsonSerializerContext;
