using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.ModelCalls;

/// <summary>
/// Model calls from inside the product, for runs: the same pipeline as over HTTP, with its permissions, limits, routing and records, but not over HTTP.
/// </summary>
public interface IModelInvoker
{
    /// <summary>Serves one call and waits for its whole answer; every outcome is a value. Two calls are two calls at the provider, even with the same id.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> ended: the provider was cancelled, what it produced is charged.</exception>
    ValueTask<Outcome<ModelReply>> InvokeAsync(ModelRequest request, CancellationToken cancellationToken);
}
