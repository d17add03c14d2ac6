namespace AgentFunctions.Gateway.Models.Providers;

/// <summary>
/// Sends one attempt to a provider in raw JSON. It neither retries nor interprets: reading, checking, retrying and metering are the stages' work, the same for every provider.
/// </summary>
public interface IModelProvider
{
    /// <summary>The <c>type</c> in a provider's spec.</summary>
    string Type { get; }

    /// <summary>Answers as soon as status and headers are known. Not reaching the provider is a value (<see cref="ProviderAnswer.Failure"/>).</summary>
    /// <exception cref="OperationCanceledException">The token ended.</exception>
    /// <exception cref="IOException">The connection broke; so may reads of the body.</exception>
    ValueTask<ProviderAnswer> SendAsync(ProviderRequest request, CancellationToken cancellationToken);
}
