using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Approvals.Storage;

/// <summary>What lists are filtered by, as it is in every index document of an approval.</summary>
internal sealed record ApprovalEntry(string Id, string Status, string Agent, string? Team, string? RunId, long ExpiresAt, long Due)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Subject { get; init; }

    public static ApprovalEntry Of(StoredApproval stored) => new(stored.Id, stored.Status, stored.Agent, stored.Team, stored.RunId, stored.ExpiresAt, stored.Due) { Subject = stored.Subject };
}
