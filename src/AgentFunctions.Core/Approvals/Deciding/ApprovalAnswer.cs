using System.Text.Json;

namespace AgentFunctions.Core.Approvals.Deciding;

/// <summary>What somebody says to a request.</summary>
/// <param name="Decision">What.</param>
/// <param name="Digest">Of what they saw; another than the request's is refused.</param>
/// <param name="Comment">Their words; must be there to break the glass.</param>
/// <param name="Value">The answer, or the result of what happened.</param>
/// <param name="IsBreakGlass">They are not among the approvers and decide all the same.</param>
public sealed record ApprovalAnswer(ApprovalDecision Decision, string Digest, string? Comment = null, JsonElement? Value = null, bool IsBreakGlass = false);
