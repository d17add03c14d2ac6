using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Approvals.Storage;
using AgentFunctions.Core.Canonical;
using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Approvals.Deciding;

/// <summary>Whether an answer is one to the question.</summary>
internal static class ApprovalAnswerCheck
{
    /// <summary>Why not, or null with its canonical value.</summary>
    public static ApiError? Refusal(StoredApproval approval, ApprovalAnswer answer, out string? value)
    {
        value = null;
        if (!IsDigest(approval.Digest, answer.Digest)) return ApprovalErrors.OtherAction;
        if (answer.Comment is { Length: > ApprovalLimits.MaxCommentLength }) return ApiErrors.InvalidRequest("comment", $"comment may have at most {ApprovalLimits.MaxCommentLength} characters.");
        if (answer.IsBreakGlass && string.IsNullOrWhiteSpace(answer.Comment)) return ApiErrors.InvalidRequest("comment", "comment must say why the approvers were not waited for.");
        var allowed = Allowed(approval.Kind);
        return allowed.Contains(answer.Decision)
            ? RefuseValue(approval, answer, out value)
            : ApiErrors.InvalidRequest("decision", $"decision is one of {string.Join(", ", allowed.Select(ApprovalNames.Of))} here.");
    }

    /// <summary>What may be said to a kind of question.</summary>
    public static IReadOnlyList<ApprovalDecision> Allowed(string kind) => ApprovalNames.FindKind(kind) switch
    {
        ApprovalKind.Action => [ApprovalDecision.Approve, ApprovalDecision.Deny],
        ApprovalKind.Outcome => [ApprovalDecision.Happened, ApprovalDecision.DidNotHappen],
        _ => [ApprovalDecision.Answer, ApprovalDecision.Deny],
    };

    /// <summary>In a time that says nothing of where they differ.</summary>
    public static bool IsDigest(string digest, string given) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(digest), Encoding.UTF8.GetBytes(given));

    private static ApiError? RefuseValue(StoredApproval approval, ApprovalAnswer answer, out string? value)
    {
        value = null;
        var takesValue = approval.ValueSchema is not null && answer.Decision is ApprovalDecision.Answer or ApprovalDecision.Happened;
        if (answer.Value is not { } given) return takesValue && answer.Decision == ApprovalDecision.Answer ? ApiErrors.InvalidRequest("value", "value is the answer and must be there.") : null;
        if (!takesValue || approval.ValueSchema is not { } schema) return ApiErrors.InvalidRequest("value", "value is not asked for with this decision.");
        if (!CanonicalJson.TryWrite(given, out value, out var problem)) return ApiErrors.InvalidRequest("value", problem);
        if (Encoding.UTF8.GetByteCount(value) > ApprovalLimits.MaxValueBytes) return ApiErrors.InvalidRequest("value", $"value may have at most {ApprovalLimits.MaxValueBytes} bytes.");
        using var document = JsonDocument.Parse(schema);
        return ApprovalSchema.Problem(document.RootElement, given) is { } misfit ? ApiErrors.InvalidRequest("value", misfit) : null;
    }
}
