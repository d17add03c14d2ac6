using System.ClientModel.Primitives;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Gateway.Models.Providers;
using AgentFunctions.Gateway.Models.Providers.OpenAI;

namespace AgentFunctions.Cloud.Providers;

/// <summary>One request on its way through the client's pipeline: brings what the transport must know of it and takes along what was sent.</summary>
internal sealed class AzureOpenAICall(ProviderRequest request, string? apiVersion) : PipelinePolicy
{
    // Ours ends the attempt, with words that say what took too long; the client's is there for what ours does not see.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    public UpstreamWriter Writer { get; } = new(request);

    /// <summary>The key or token that was sent.</summary>
    public Secret? Credential { get; private set; }

    public static AzureOpenAICall? Of(PipelineMessage message) => message.TryGetProperty(typeof(AzureOpenAICall), out var call) ? (AzureOpenAICall?)call : null;

    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) => throw new NotSupportedException("Model calls are asynchronous.");

    public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        message.SetProperty(typeof(AzureOpenAICall), this);
        message.NetworkTimeout = request.NetworkTimeout + Slack;
        return ProcessNextAsync(message, pipeline, currentIndex);
    }

    /// <summary>The last word before the request leaves.</summary>
    public void Finish(HttpRequestMessage message)
    {
        UpstreamTransport.Limit(message, request.ConnectTimeout);
        if (apiVersion is not null) message.RequestUri = new UriBuilder(message.RequestUri!) { Query = "api-version=" + Uri.EscapeDataString(apiVersion) }.Uri;
        foreach (var group in UpstreamRequestHeaders.Of(request).GroupBy(static header => header.Key, static header => header.Value, StringComparer.OrdinalIgnoreCase))
        {
            message.Headers.Remove(group.Key);
            message.Headers.TryAddWithoutValidation(group.Key, group);
        }

        var sent = message.Headers.NonValidated;
        if (sent.TryGetValues("api-key", out var key)) Credential = new Secret(key.ToString());
        else if (sent.TryGetValues("Authorization", out var token)) Credential = new Secret(token.ToString()["Bearer ".Length..]);
    }
}
