using System.ClientModel.Primitives;
using AgentFunctions.Gateway.Models.Providers.OpenAI;

namespace AgentFunctions.Cloud.Providers;

/// <summary>Puts the client on the gateway's own connections, so that every provider keeps the same rules: no redirects, no proxy, cut at once when cancelled.</summary>
internal sealed class AzureOpenAITransport(UpstreamTransport transport) : HttpClientPipelineTransport(transport.CreateClient())
{
    protected override void OnSendingRequest(PipelineMessage message, HttpRequestMessage httpRequest) => AzureOpenAICall.Of(message)?.Finish(httpRequest);
}
