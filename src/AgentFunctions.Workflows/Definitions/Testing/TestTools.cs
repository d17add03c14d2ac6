using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Core.Tools;
using AgentFunctions.Workflows.Definitions.Running;

namespace AgentFunctions.Workflows.Definitions.Testing;

/// <summary>Tools that answer as the script says, to arguments that fit and, where people must agree, once they did.</summary>
internal sealed class TestTools(DefinitionTestScript script, TestRecord record, IReadOnlyDictionary<string, TestedTool> tools, TestPeople people) : IToolGateway
{
    private readonly Dictionary<string, InputSchema> _schemas = tools.Where(static t => t.Value.Schema is not null).ToDictionary(static t => t.Key, static t => InputSchema.Compile(t.Value.Schema!.Value), StringComparer.Ordinal);

    public async ValueTask<ToolAnswer> InvokeAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var step = TestRecord.KeyOf(call.StepId!);
        if (_schemas.TryGetValue(call.Tool, out var schema) && schema.Validate(call.Arguments, "arguments", $"The call of tools/{call.Tool}") is { } wrong) return new ToolAnswer.Refused(wrong);
        if (call.ApprovalId is null && await AskAsync(call, step, cancellationToken) is { } asked) return asked;
        record.Calls.Add(new TestCall(step, "tool", call.Tool, call.Arguments));
        if (script.Next("tools", call.Tool) is not { } answer)
        {
            record.Missing.Add((step, "tool", call.Tool));
            return new ToolAnswer.Refused(new ApiError(422, ErrorCodes.NotFound, $"The script has no answer of tools/{call.Tool}.") { ShouldRetry = false });
        }

        var (message, status) = ScriptedAnswer.Error(answer);
        var content = message is null ? answer : EnvironmentJson.Text(message);
        return new ToolAnswer.Completed(new ToolResult(message is not null, content, new ContentLabel(Integrity.Untrusted, Confidentiality.Internal), message is null ? 200 : status ?? 500, IsRepeat: false));
    }

    private async ValueTask<ToolAnswer?> AskAsync(ToolCall call, string step, CancellationToken cancellationToken)
    {
        var declared = tools.TryGetValue(call.Tool, out var tool) ? tool.Approval : null;
        if (declared is null && !script.HasDecision(step)) return null;
        var asked = await people.RequestAsync(
            new ApprovalRequest
            {
                TenantId = call.Caller.Principal.TenantId,
                Key = "tool:" + call.IdempotencyKey,
                Kind = ApprovalKind.Action,
                Action = EnvironmentJson.Write(new Dictionary<string, System.Text.Json.JsonElement> { ["tool"] = EnvironmentJson.Text(call.Tool), ["arguments"] = call.Arguments }),
                Agent = "",
                RunId = call.RunId,
                StepId = call.StepId,
                RequestedBy = call.RequestedBy ?? "",
                Rule = declared ?? new ApproverRule(),
                Signal = call.Signal,
            },
            cancellationToken);
        return new ToolAnswer.NeedsApproval(asked.Value!);
    }
}
