using System.Runtime.CompilerServices;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Gateway.Models.Providers.OpenAI;

/// <summary>Any OpenAI-compatible endpoint, in raw JSON.</summary>
public sealed class OpenAIModelProvider(ProviderCredentials credentials, UpstreamTransport transport) : IModelProvider
{
    private readonly ConditionalWeakTable<Resource<ProviderSpec>, OpenAIEndpoint> _endpoints = [];

    public string Type => "openai";

    public async ValueTask<ProviderAnswer> SendAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);

        // The content says when it begins to leave: before that there is no connection yet.
        request.Attempt.IsSent = false;
        var endpoint = _endpoints.GetValue(request.Provider, static provider => new OpenAIEndpoint(provider.Spec));
        if (endpoint.Problem is { } problem) return ProviderCredentials.NotUsable(problem);
        return await credentials.SendAsync(request, endpoint.For(request.Call), endpoint.Host, (credential, token) => SendAsync(request, endpoint, credential, token), cancellationToken);
    }

    private async ValueTask<ProviderAnswer> SendAsync(ProviderRequest request, OpenAIEndpoint endpoint, Secret? credential, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(Method(request.Call.Operation), endpoint.For(request.Call));
        var writer = new UpstreamWriter(request);
        if (request.Body.Length > 0) message.Content = new SpliceContent(writer);
        AddHeaders(message, request, endpoint, credential);
        try
        {
            var response = await transport.SendAsync(message, request.ConnectTimeout, cancellationToken);
            return new HttpProviderAnswer(response, writer, credential);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            writer.Close();
            return UpstreamFailure.Of(exception);
        }
        catch (OperationCanceledException exception)
        {
            writer.Close();
            if (exception.InnerException is TimeoutException && !cancellationToken.IsCancellationRequested) return new ProviderAnswer { Failure = ProviderFailure.ConnectTimeout };
            throw;
        }
    }

    private static void AddHeaders(HttpRequestMessage message, ProviderRequest request, OpenAIEndpoint endpoint, Secret? credential)
    {
        var headers = message.Headers;
        if (credential is not null)
        {
            if (endpoint.UsesApiKeyHeader) headers.TryAddWithoutValidation("api-key", credential.Reveal());
            else headers.TryAddWithoutValidation("Authorization", "Bearer " + credential.Reveal());
        }

        foreach (var (name, value) in UpstreamRequestHeaders.Of(request)) headers.TryAddWithoutValidation(name, value);
    }

    private static HttpMethod Method(ModelOperation operation) => operation switch
    {
        ModelOperation.RetrieveResponse => HttpMethod.Get,
        ModelOperation.DeleteResponse => HttpMethod.Delete,
        _ => HttpMethod.Post,
    };
}
