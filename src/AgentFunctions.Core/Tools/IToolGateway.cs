namespace AgentFunctions.Core.Tools;

/// <summary>Serves tool calls through the stage pipeline, over HTTP or in process alike.</summary>
public interface IToolGateway
{
    /// <summary>Serves one call; every outcome is a value.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> ended. What was sent by then may have taken effect: the same call again finds out or asks a person.</exception>
    ValueTask<ToolAnswer> InvokeAsync(ToolCall call, CancellationToken cancellationToken);
}
