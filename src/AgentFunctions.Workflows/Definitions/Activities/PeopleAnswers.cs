using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Workflows.Definitions.Running;

namespace AgentFunctions.Workflows.Definitions.Activities;

/// <summary>What people said, in words and as outputs of steps.</summary>
internal static class PeopleAnswers
{
    private const int MaxComment = 500;

    public static string Refusal(Approval approval)
    {
        var comment = approval.Votes.LastOrDefault(static vote => vote.Decision == ApprovalDecision.Deny)?.Comment;
        return approval.Status switch
        {
            ApprovalStatus.Expired => "Nobody decided in time, which counts as a denial.",
            ApprovalStatus.Withdrawn => "The request was withdrawn.",
            _ => "A person denied it." + (comment is { Length: > 0 } ? $" They said: {(comment.Length > MaxComment ? comment[..MaxComment] : comment)}" : ""),
        };
    }

    public static JsonElement Output(Approval approval, bool isAsk, bool isYes)
    {
        var vote = approval.Votes.Count == 0 ? null : approval.Votes[^1];
        return EnvironmentJson.Make(writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean(isAsk ? "answered" : "approved", isYes);
            if (isAsk)
            {
                writer.WritePropertyName("value");
                (isYes && approval.Value is { } value ? value : EnvironmentJson.Null).WriteTo(writer);
            }

            writer.WriteString("by", vote?.By);
            if (!isAsk) writer.WriteString("comment", vote?.Comment);
            writer.WriteString("approvalId", approval.Id);
            writer.WriteEndObject();
        });
    }
}
