namespace AgentFunctions.Core.Approvals.Reading;

/// <summary>Which approvals; null for any.</summary>
public sealed record ApprovalFilter(ApprovalStatus? Status, string? Agent, string? RunId);
