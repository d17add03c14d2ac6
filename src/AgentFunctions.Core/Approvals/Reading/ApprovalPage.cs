namespace AgentFunctions.Core.Approvals.Reading;

/// <summary>A page of approvals, newest first.</summary>
public sealed record ApprovalPage(IReadOnlyList<Approval> Items, string? NextCursor);
