using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Usage.Reconciling;

/// <summary>Documents of the reconciliation as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KnownDifferences))]
internal sealed partial class ReconciliationJson : JsonSerializerContext;
