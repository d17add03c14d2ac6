using System.Text.Json.Serialization;
using AgentFunctions.Core.Resources.Manifests;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Resources;

/// <summary>Resources as JSON: specs, and the documents that hold them.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TenantSpec))]
[JsonSerializable(typeof(TeamSpec))]
[JsonSerializable(typeof(PrincipalSpec))]
[JsonSerializable(typeof(ProviderSpec))]
[JsonSerializable(typeof(PriceSpec))]
[JsonSerializable(typeof(ModelSpec))]
[JsonSerializable(typeof(AgentSpec))]
[JsonSerializable(typeof(Sessions.Declaration.CompressionTuning))]
[JsonSerializable(typeof(KeySpec))]
[JsonSerializable(typeof(Quotas.QuotaSpec))]
[JsonSerializable(typeof(StoredResource))]
[JsonSerializable(typeof(StoredVersion))]
[JsonSerializable(typeof(StoredResourceVersion))]
[JsonSerializable(typeof(StoredChange))]
[JsonSerializable(typeof(StagedPart))]
[JsonSerializable(typeof(States.ResourceState))]
[JsonSerializable(typeof(TenantDirectory.StoredTenant))]
[JsonSerializable(typeof(System.Text.Json.JsonElement))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(Dictionary<string, System.Text.Json.JsonElement>))]
[JsonSerializable(typeof(AppliedManifest))]
[JsonSerializable(typeof(System.Text.Json.Nodes.JsonObject))]
internal sealed partial class ResourceJson : JsonSerializerContext;
