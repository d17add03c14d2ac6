namespace AgentFunctions.Core.Approvals.Storage;

/// <summary><see cref="ApprovalChange"/> as it is stored.</summary>
internal sealed record StoredApprovalChange(string What, string By, string KeyId, long At, string From, string To);
