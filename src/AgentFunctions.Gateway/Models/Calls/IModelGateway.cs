using AgentFunctions.Gateway.Models.Answers;

namespace AgentFunctions.Gateway.Models.Calls;

/// <summary>Serves model calls through the stage pipeline, over HTTP or in process alike.</summary>
public interface IModelGateway
{
    /// <summary>
    /// Serves one call. Refusals and failures are values (<see cref="RefusedModelAnswer"/>); the answer must be disposed, a streamed one also when its events were not read to the end.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> ended: the caller has gone and the provider was cancelled.</exception>
    ValueTask<ModelAnswer> InvokeAsync(ModelCall call, CancellationToken cancellationToken);
}
