namespace AgentFunctions.Core.Approvals.Storage;

/// <summary>Which approval was asked for under a key.</summary>
internal sealed record ApprovalKeyEntry(string Id);
