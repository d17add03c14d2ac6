using AgentFunctions.Core.Approvals;

namespace AgentFunctions.Workflows.Agents.Activities;

/// <summary>What people decided, in words for a model.</summary>
internal static class Decisions
{
    private const int MaxComment = 2000;

    public static string Denied(Approval approval)
    {
        var vote = approval.Votes.LastOrDefault(static vote => vote.Decision == ApprovalDecision.Deny);
        var comment = vote?.Comment is { Length: > 0 } text ? $" They said: {(text.Length > MaxComment ? text[..MaxComment] : text)}" : "";
        return $"A person denied this call.{comment} It was not made; do not ask for the same again.";
    }
}
