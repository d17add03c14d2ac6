using AgentFunctions.Core.Tools;

namespace AgentFunctions.Gateway.Tools.Calls;

/// <summary>One stage of the tool-call pipeline: one class, one concern. The order is written in <see cref="ToolCallPipeline"/>.</summary>
internal interface IToolCallStage
{
    ValueTask<ToolAnswer> InvokeAsync(ToolContext context, ToolCallHandler next, CancellationToken cancellationToken);
}
