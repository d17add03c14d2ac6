using AgentFunctions.Gateway.Tools.Admission;
using AgentFunctions.Gateway.Tools.Stages;

namespace AgentFunctions.Gateway.Tools.Calls;

/// <summary>The one place where the order of a tool call's stages is written, outermost first. DESIGN, section 8.</summary>
internal sealed class ToolCallPipeline(
    ToolTelemetryStage telemetry,
    ToolResolveStage resolve,
    ToolArgumentsStage arguments,
    ToolBindStage bind,
    ToolRepeatStage repeat,
    ToolApprovalStage approval,
    ToolAdmitStage admit,
    ToolRecordStage record,
    ToolExecuteStage execute)
{
    public ToolCallHandler Entry { get; } = Compose(
    [
        telemetry,

        // Default deny: the agent's list is the policy.
        resolve,
        arguments,

        // Creates sessions and runs: after everything that refuses for what the call says.
        bind,

        // Nothing is asked, charged or sent twice for one call.
        repeat,

        // Binds what people agree to to exactly what the last stage will send.
        approval,

        // Reserves on every limit of the path, and settles.
        admit,

        // Written before it is sent, where sending it twice could do harm.
        record,

        // Checked address, caps, credential; the result with its label.
        execute,
    ]);

    private static ToolCallHandler Compose(IToolCallStage[] stages)
    {
        ToolCallHandler next = static (_, _) => throw new InvalidOperationException("The execute stage ends the pipeline.");
        for (var i = stages.Length - 1; i >= 0; i--)
        {
            var (stage, inner) = (stages[i], next);
            next = (context, cancellationToken) => stage.InvokeAsync(context, inner, cancellationToken);
        }

        return next;
    }
}
