using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Providers;
using AgentFunctions.Gateway.Models.Providers.OpenAI;
using Azure.Identity;

namespace AgentFunctions.Cloud.Providers;

/// <summary>
/// Azure OpenAI through Microsoft's client by its protocol methods: raw bytes in, the raw answer out. The client's own retries are off, because the stages retry. It has no client for the Responses API, so those
/// calls take the OpenAI form of the same resource (<c>/openai/v1</c>).
/// </summary>
internal sealed class AzureOpenAIModelProvider(ProviderCredentials credentials, OpenAIModelProvider openAI, AzureOpenAIClients clients) : IModelProvider
{
    private readonly ConditionalWeakTable<Resource<ProviderSpec>, AzureOpenAIEndpoint> _endpoints = [];

    public string Type => "azure-openai";

    public async ValueTask<ProviderAnswer> SendAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        var endpoint = _endpoints.GetValue(request.Provider, provider => new AzureOpenAIEndpoint(provider, clients));
        if (endpoint.Problem is { } problem) return new ProviderAnswer { Failure = ProviderFailure.NotUsable, FailureReason = problem };
        if (request.Call.Operation is not (ModelOperation.Chat or ModelOperation.Embeddings)) return await openAI.SendAsync(request with { Provider = endpoint.OpenAIForm }, cancellationToken);
        new UpstreamWriter(request).Begin();
        return await credentials.SendAsync(request, endpoint.Address, endpoint.Address.Authority, (credential, token) => SendAsync(request, endpoint, credential!, token), cancellationToken);
    }

    private static async ValueTask<ProviderAnswer> SendAsync(ProviderRequest request, AzureOpenAIEndpoint endpoint, Secret credential, CancellationToken cancellationToken)
    {
        var call = new AzureOpenAICall(request, endpoint.ApiVersion);
        try
        {
            var client = request.Provider.Spec.Credential!.ManagedIdentity ? endpoint.IdentityClient : endpoint.KeyClient(credential);
            using var body = new AzureOpenAIBody(call.Writer);

            // The client lets go of an answer with embeddings before it hands it over, unless it has read it to its end.
            var isBuffered = request.Call.Operation == ModelOperation.Embeddings;
            var options = new RequestOptions { BufferResponse = isBuffered, ErrorOptions = ClientErrorBehaviors.NoThrow, CancellationToken = cancellationToken };
            options.AddPolicy(call, PipelinePosition.PerCall);
            var deployment = request.Attempt.Deployment;
            var result = request.Call.Operation == ModelOperation.Chat
                ? await client.GetChatClient(deployment).CompleteChatAsync(body, options)
                : await client.GetEmbeddingClient(deployment).GenerateEmbeddingsAsync(body, options);
            return new AzureOpenAIAnswer(result.GetRawResponse(), call, isBuffered);
        }
        catch (Exception exception) when (exception is ClientResultException or HttpRequestException or IOException)
        {
            call.Writer.Close();
            return UpstreamFailure.Of(exception is ClientResultException { InnerException: { } inner } ? inner : exception);
        }
        catch (AuthenticationFailedException)
        {
            call.Writer.Close();
            return new ProviderAnswer { Failure = ProviderFailure.Unreachable, FailureReason = "no token could be had for this host's identity" };
        }
        catch (OperationCanceledException exception)
        {
            call.Writer.Close();
            if (exception.InnerException is TimeoutException && !cancellationToken.IsCancellationRequested) return new ProviderAnswer { Failure = ProviderFailure.ConnectTimeout };
            throw;
        }
    }
}
