using System.Text;
using AgentFunctions.Core.Canonical;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Workflows;

namespace AgentFunctions.Core.Approvals.Deciding;

/// <summary>What a question must be before people are asked.</summary>
internal static class ApprovalRequestCheck
{
    private const string Principals = "principals/";
    private const string Groups = "groups/";

    /// <summary>Why it is refused, or null with its digest and canonical action.</summary>
    public static ApiError? Refusal(ApprovalRequest request, out string digest, out string canonical)
    {
        (digest, canonical) = ("", "");
        if (request.Key.Length is 0 or > ApprovalLimits.MaxKeyLength) return Invalid("key", $"key must have 1 to {ApprovalLimits.MaxKeyLength} characters.");
        if (request.Agent.Length == 0 || request.RequestedBy.Length == 0) return Invalid("agent", "agent and requestedBy must not be empty.");
        if (Refusal(request.Rule) is { } refusal) return refusal;
        if (request.Kind == ApprovalKind.Action && request.ValueSchema is not null) return Invalid("valueSchema", "an approval of an action takes no value.");
        if (request.ValueSchema is { } schema && (ApprovalSchema.Problem(schema) ?? (CanonicalJson.TryWrite(schema, out _, out var unwritable) ? null : unwritable)) is { } problem) return Invalid("valueSchema", problem);
        if (request.Signal is { } signal && (signal.InstanceId.Length is 0 or > WorkflowLimits.MaxInstanceIdLength || signal.EventName.Length is 0 or > WorkflowLimits.MaxEventNameLength))
            return Invalid("signal", "the instance and the event must have 1 to 100 characters.");
        if (!ApprovalDigest.TryOf(request, out var hash, out var text, out var reason)) return Invalid("action", reason);
        if (Encoding.UTF8.GetByteCount(text) > ApprovalLimits.MaxActionBytes) return Invalid("action", $"the canonical action is larger than {ApprovalLimits.MaxActionBytes} bytes; people cannot check that.");
        (digest, canonical) = (hash, text);
        return null;
    }

    /// <summary>Why approvers cannot be those, or null.</summary>
    public static ApiError? Refusal(IReadOnlyList<string> approvers, int count)
    {
        if (approvers.Count > ApprovalLimits.MaxApprovers) return Invalid("approvers", $"approvers may have at most {ApprovalLimits.MaxApprovers} entries.");
        if (!approvers.All(IsApprover)) return Invalid("approvers", "approvers are principals/{id} or groups/{name}.");
        if (approvers.Count > 0 && approvers.All(static a => a.StartsWith(Principals, StringComparison.Ordinal)) && approvers.Distinct(StringComparer.Ordinal).Count() < count)
            return Invalid("approvers", $"approvers names fewer people than the {count} who must agree.");
        return null;
    }

    private static ApiError? Refusal(ApproverRule rule)
    {
        if (rule.Count is < 1 or > ApprovalLimits.MaxCount) return Invalid("count", $"count must be from 1 to {ApprovalLimits.MaxCount}.");
        if (rule.ExpiresAfter < TimeSpan.FromSeconds(1) || rule.ExpiresAfter > ApprovalLimits.MaxLife) return Invalid("expiresAfter", "expiresAfter must be from 00:00:01 to 365.00:00:00.");
        if (rule.RemindEvery is { } every && (every < ApprovalLimits.MinReminder || every > ApprovalLimits.MaxLife)) return Invalid("remindEvery", "remindEvery must be from 00:01:00 to 365.00:00:00.");
        return Refusal(rule.Approvers, rule.Count);
    }

    private static bool IsApprover(string text) =>
        (text.StartsWith(Principals, StringComparison.Ordinal) && ResourceIds.IsValid(text.AsSpan(Principals.Length))) || (text.StartsWith(Groups, StringComparison.Ordinal) && ResourceIds.IsValid(text.AsSpan(Groups.Length)));

    private static ApiError Invalid(string param, string message) => ApiErrors.InvalidRequest(param, message);
}
