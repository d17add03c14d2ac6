using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Approvals.Storage;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoredApproval))]
[JsonSerializable(typeof(ApprovalEntry))]
[JsonSerializable(typeof(ApprovalKeyEntry))]
internal sealed partial class ApprovalJson : JsonSerializerContext;
