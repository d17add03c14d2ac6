using AgentFunctions.Core.Approvals.Deciding;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Schemas;

namespace AgentFunctions.Core.Tools.Declaration;

/// <summary>What the schema of tools cannot say.</summary>
internal sealed class ToolValidator : IResourceValidator<ToolSpec>
{
    public void Validate(string id, ToolSpec spec, ToolSpec? current, Findings findings)
    {
        SpanRule.Check(findings, "spec.timeout", spec.Timeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5));
        SpanRule.Check(findings, "spec.approval.expires", spec.Approval.Expires, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30));
        if (spec.Approval.Remind is { } remind) SpanRule.Check(findings, "spec.approval.remind", remind, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30));
        if (ApprovalRequestCheck.Refusal(spec.Approval.Approvers, spec.Approval.Count) is { } nobody) findings.Add("spec.approval.approvers", nobody.Message["approvers ".Length..].TrimEnd('.'));
        if (spec.InputSchema is { } schema) CheckInput(schema, findings);
        switch (spec.Type)
        {
            case "mcp":
                findings.Add("spec.type", "mcp is not available yet: declare the HTTP endpoint behind it with type http, or a built-in");
                break;
            case ToolSpec.BuiltIn:
                if (spec.Request is not null) findings.Add("spec.request", "is for type http only: remove it");
                if (spec.Credential is not null) findings.Add("spec.credential", "is for type http only: remove it");
                break;
            default:
                if (spec.BuiltInName is not null) findings.Add("spec.builtin", "is for type builtin only: remove it");
                if (spec.Request is null) findings.Add("spec.request", "is required for http, such as {\"method\":\"GET\",\"url\":\"https://api.example.com/orders/{id}\"}");
                else ToolRequestRules.Check(spec, spec.Request, findings);
                break;
        }
    }

    public IEnumerable<ResourceReference> References(ToolSpec spec)
    {
        if (spec.Credential is { } credential)
            yield return new ResourceReference("secrets", credential.SecretRef, "spec.credential.secretRef", Optional: true) { Host = ToolUrl.HostOf(spec.Request?.Url) };
        if (spec.Compensate is { } compensate) yield return new ResourceReference("tools", compensate.Tool, "spec.compensate.tool");
        for (var i = 0; i < spec.Approval.Approvers.Count; i++)
        {
            if (spec.Approval.Approvers[i].StartsWith("principals/", StringComparison.Ordinal))
                yield return new ResourceReference("principals", spec.Approval.Approvers[i]["principals/".Length..], $"spec.approval.approvers[{i}]");
        }
    }

    private static void CheckInput(System.Text.Json.JsonElement schema, Findings findings)
    {
        InputSchema.Check(schema, "spec.inputSchema", findings);
        if (schema.TryGetProperty("type", out var type) && !(type.ValueKind == System.Text.Json.JsonValueKind.String && type.GetString() == "object")) findings.Add("spec.inputSchema.type", "must be object: arguments have names");
    }
}
