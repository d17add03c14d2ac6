using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Tools;

namespace AgentFunctions.Gateway.Tools.Calls;

/// <summary>What became of sending a call.</summary>
/// <param name="Kind">What.</param>
/// <param name="Result">The answer; null unless there is one.</param>
/// <param name="Error">Why there is none; null where there is.</param>
/// <param name="MayPass">Trying again soon may help.</param>
internal sealed record ToolExecution(ToolExecutionKind Kind, ToolResult? Result, ApiError? Error, bool MayPass)
{
    public static ToolExecution NotSent(ApiError error, bool mayPass = false) => new(ToolExecutionKind.NotSent, null, error, mayPass);

    public static ToolExecution Unanswered(ApiError error, bool mayPass = false) => new(ToolExecutionKind.Unanswered, null, error, mayPass);

    public static ToolExecution Answered(ToolResult result, bool mayPass = false) => new(ToolExecutionKind.Answered, result, null, mayPass);
}
