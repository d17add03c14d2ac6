using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Tools.Declaration;

namespace AgentFunctions.Workflows.Definitions.Testing;

/// <summary>What a trial knows of a tool.</summary>
/// <param name="Schema">JSON Schema of its arguments, which are checked against it; null: none is declared.</param>
/// <param name="Approval">People who must agree to each call; null: nobody need.</param>
public sealed record TestedTool(JsonElement? Schema, ApproverRule? Approval)
{
    public static TestedTool Of(ToolSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new TestedTool(spec.InputSchema is { ValueKind: JsonValueKind.Object } schema ? schema : null, spec.NeedsApproval ? spec.Approval.ToRule() : null);
    }
}
