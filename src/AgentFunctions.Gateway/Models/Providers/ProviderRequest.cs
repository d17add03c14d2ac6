using AgentFunctions.Core.Resources;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Requests;

namespace AgentFunctions.Gateway.Models.Providers;

/// <summary>One attempt as a provider sees it.</summary>
/// <param name="Call">The call it belongs to.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="Provider">Where to.</param>
/// <param name="Body">The body to send; empty for retrieve and delete.</param>
public sealed record ProviderRequest(ModelCall Call, ModelAttempt Attempt, Resource<ProviderSpec> Provider, UpstreamBody Body)
{
    /// <summary>How long opening a connection may take.</summary>
    public TimeSpan ConnectTimeout { get; init; }

    /// <summary>The longest silence to put up with: of a whole answer its total time, of a stream the longer of first token and idle. The stages hold the exact times; this is for SDKs that have a timeout of their own.</summary>
    public TimeSpan NetworkTimeout { get; init; }

    public string? TraceParent { get; init; }

    public string? TraceState { get; init; }
}
