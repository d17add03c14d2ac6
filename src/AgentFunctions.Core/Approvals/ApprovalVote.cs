using System.Text.Json;

namespace AgentFunctions.Core.Approvals;

/// <summary>What one person said.</summary>
/// <param name="By"><c>approver/ann</c>.</param>
/// <param name="Decision">What.</param>
/// <param name="Comment">Their words; null for none.</param>
/// <param name="At">When.</param>
/// <param name="Value">The answer, where one was asked for.</param>
/// <param name="IsBreakGlass">Decided by somebody who may not, in an emergency, and recorded as that.</param>
public sealed record ApprovalVote(string By, ApprovalDecision Decision, string? Comment, DateTimeOffset At, JsonElement? Value, bool IsBreakGlass);
