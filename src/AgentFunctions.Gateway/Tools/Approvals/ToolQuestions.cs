using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Gateway.Tools.Calls;

namespace AgentFunctions.Gateway.Tools.Approvals;

/// <summary>What people are asked about a tool call.</summary>
internal static class ToolQuestions
{
    private static readonly JsonElement AnyValue = JsonDocument.Parse("""{"type":["object","array","string","number","integer","boolean","null"],"additionalProperties":true}""").RootElement;

    /// <summary>May this be done? Another action is another question; so is the same after a rewind.</summary>
    /// <param name="context">The call.</param>
    /// <param name="action">Exactly what will be done.</param>
    /// <param name="rewinds">Of the run, where it is asked again because of them; else 0.</param>
    public static ApprovalRequest MayIt(ToolContext context, JsonElement action, long rewinds = 0) =>
        Of(context, action, ApprovalKind.Action, string.Create(CultureInfo.InvariantCulture, $"tool:{context.Call.IdempotencyKey}:{Hash(action)}{(rewinds == 0 ? "" : $":{rewinds}")}"));

    /// <summary>Did it take effect? Each sending is a question of its own, and each time it is asked.</summary>
    public static ApprovalRequest DidIt(ToolContext context, JsonElement action, string sending, int asked) =>
        Of(context, action, ApprovalKind.Outcome, $"outcome:{sending}:{asked}") with { ValueSchema = AnyValue };

    private static ApprovalRequest Of(ToolContext context, JsonElement action, ApprovalKind kind, string key)
    {
        var (call, agent) = (context.Call, context.Agent);
        return new ApprovalRequest
        {
            TenantId = context.TenantId,
            Key = key,
            Kind = kind,
            Action = action,
            Agent = agent.Id,
            Team = agent.Spec.Team,
            RunId = context.RunId,
            StepId = call.StepId,
            EndUser = context.EndUser,
            RequestedBy = call.RequestedBy ?? "agent/" + agent.Id,
            PublishedBy = [.. call.PublishedBy.Concat(context.RunPublishers).Concat(call.Caller.KeyIssuers).Distinct(StringComparer.Ordinal)],
            Owners = [.. new[] { agent.Spec.Owner, agent.Spec.Sponsor, PersonOf(context.RunStarter) }.OfType<string>().Distinct(StringComparer.Ordinal)],
            Rule = context.Spec.Approval.ToRule(),
            Signal = call.Signal,
        };
    }

    /// <summary><c>operator/ops</c> as what it is whatever its type becomes.</summary>
    private static string? PersonOf(string? by) =>
        by?.Split('/', 2) is [not ("agent" or "platform"), var id] ? "principals/" + id : by;

    private static string Hash(JsonElement action) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(action.GetRawText())).AsSpan(0, 16));
}
