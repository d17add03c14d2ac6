using AgentFunctions.Core.Tools.BuiltIn;

namespace AgentFunctions.Gateway.Tests.Tools;

/// <summary>Code that never ends and hears nothing.</summary>
internal sealed class DeafTool : IBuiltInTool
{
    public string Name => "deaf";

    public async ValueTask<BuiltInToolResult> InvokeAsync(BuiltInToolCall call, CancellationToken cancellationToken)
    {
        await new TaskCompletionSource().Task;
        return BuiltInToolResult.Error("never");
    }
}
