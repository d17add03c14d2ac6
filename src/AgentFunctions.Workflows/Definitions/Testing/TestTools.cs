using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Core.Tools;

namespace AgentFunctions.Workflows.Definitions.Testing;

/// <summary>Tools that answer as the script says, to arguments that fit.</summary>
internal sealed class TestTools(DefinitionTestScript script, TestRecord record, IReadOnlyDictionary<string, InputSchema> schemas) : IToolGateway
{
    public ValueTask<ToolAnswer> InvokeAsync(ToolCall call, CancellationToken cancellationToken)
    {
        if (schemas.TryGetValue(call.Tool, out var schema) && schema.Validate(call.Arguments, "arguments", $"The call of tools/{call.Tool}") is { } wrong) return new(new ToolAnswer.Refused(wrong));
        if (script.Next("tools", call.Tool) is not { } answer)
        {
            record.Missing.Add((TestRecord.KeyOf(call.StepId!), "tool", call.Tool));
            return new(new ToolAnswer.Refused(new ApiError(422, ErrorCodes.NotFound, $"The script has no answer of tools/{call.Tool}.") { ShouldRetry = false }));
        }

        var (message, status) = ScriptedAnswer.Error(answer);
        var content = message is null ? answer : Running.EnvironmentJson.Text(message);
        return new(new ToolAnswer.Completed(new ToolResult(message is not null, content, new ContentLabel(Integrity.Untrusted, Confidentiality.Internal), message is null ? 200 : status ?? 500, IsRepeat: false)));
    }
}
