using System.Runtime.CompilerServices;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Gateway.Models.Providers.OpenAI;

/// <summary>Any OpenAI-compatible endpoint, in raw JSON. Only the headers named here are sent: nothing of the caller's own but <c>OpenAI-Beta</c>.</summary>
internal sealed class OpenAIModelProvider(ISecretSource secrets, UpstreamTransport transport) : IModelProvider
{
    private readonly ConditionalWeakTable<Resource<ProviderSpec>, OpenAIEndpoint> _endpoints = [];

    public string Type => "openai";

    public async ValueTask<ProviderAnswer> SendAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        // The content says when it begins to leave: before that there is no connection yet.
        request.Attempt.IsSent = false;
        var provider = request.Provider;
        var endpoint = _endpoints.GetValue(provider, static provider => new OpenAIEndpoint(provider.Spec));
        if (endpoint.Problem is { } problem) return NotUsable(problem);
        if (provider.Spec.Credential is not { } declared) return await SendAsync(request, endpoint, null, cancellationToken);
        if (declared.SecretRef is not { } name) return NotUsable("managed identity is not available to providers of type 'openai' on this host.");
        var use = new SecretUse(provider.TenantId, name, endpoint.Host) { Team = request.Call.Caller.Agent?.Spec.Team };
        if (await secrets.ResolveAsync(use, cancellationToken) is not { } secret)
            return NotUsable($"its secret '{name}' does not exist, may not be sent to {endpoint.Host}, or belongs to another team.");
        var answer = await SendAsync(request, endpoint, secret.Current, cancellationToken);
        return IsRefused(answer) ? await RetryAsync(request, endpoint, use, secret.Current, answer, cancellationToken) : answer;
    }

    /// <summary>A refused credential may have been replaced a moment ago, or not be known to the provider yet: the one that is stored now is tried, then the one before it while a rotation overlaps.</summary>
    private async ValueTask<ProviderAnswer> RetryAsync(
        ProviderRequest request, OpenAIEndpoint endpoint, SecretUse use, Secret tried, ProviderAnswer answer, CancellationToken cancellationToken)
    {
        if (await secrets.ResolveAsync(use with { Refused = true }, cancellationToken) is not { } now) return answer;
        foreach (var other in new[] { now.Current, now.Previous })
        {
            if (other is null || other.Reveal() == tried.Reveal()) continue;
            await answer.DisposeAsync();
            answer = await SendAsync(request, endpoint, other, cancellationToken);
            if (!IsRefused(answer)) break;
        }

        return answer;
    }

    private static bool IsRefused(ProviderAnswer answer) => answer.Status is 401 or 403;

    private async ValueTask<ProviderAnswer> SendAsync(ProviderRequest request, OpenAIEndpoint endpoint, Secret? credential, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(Method(request.Call.Operation), endpoint.For(request.Call));
        SpliceContent? content = null;
        if (request.Body.Length > 0) message.Content = content = new SpliceContent(request.Body, request.Attempt);
        AddHeaders(message, request, endpoint, credential);
        try
        {
            var response = await transport.SendAsync(message, request.ConnectTimeout, cancellationToken);
            return new HttpProviderAnswer(response, content, request.Call, credential);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            Close(content, request.Call);
            return exception.GetBaseException() is TimeoutException
                ? new ProviderAnswer { Failure = ProviderFailure.ConnectTimeout }
                : new ProviderAnswer { Failure = ProviderFailure.Unreachable, FailureReason = Explain(exception) };
        }
        catch (OperationCanceledException exception)
        {
            Close(content, request.Call);
            if (exception.InnerException is TimeoutException && !cancellationToken.IsCancellationRequested) return new ProviderAnswer { Failure = ProviderFailure.ConnectTimeout };
            throw;
        }
    }

    private static string? Explain(Exception exception) => (exception as HttpRequestException)?.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "its host name is not known",
        HttpRequestError.ConnectionError => "nothing answers at its address",
        HttpRequestError.SecureConnectionError => "no secure connection could be made (TLS)",
        HttpRequestError.ResponseEnded => "it closed the connection",
        _ => null,
    };

    private static void Close(SpliceContent? content, ModelCall call)
    {
        if (content is not null && !content.Close()) call.BodyEscaped = true;
    }

    private static void AddHeaders(HttpRequestMessage message, ProviderRequest request, OpenAIEndpoint endpoint, Secret? credential)
    {
        var headers = message.Headers;
        headers.TryAddWithoutValidation("Accept", request.Call.Facts.Stream ? "text/event-stream" : "application/json");
        if (credential is not null)
        {
            if (endpoint.UsesApiKeyHeader) headers.TryAddWithoutValidation("api-key", credential.Reveal());
            else headers.TryAddWithoutValidation("Authorization", "Bearer " + credential.Reveal());
        }

        if (request.Call.OpenAIBeta is { } beta && IsSendable(beta)) headers.TryAddWithoutValidation("OpenAI-Beta", beta);
        if (request.TraceParent is { } trace && IsSendable(trace))
        {
            headers.TryAddWithoutValidation("traceparent", trace);
            if (request.TraceState is { Length: > 0 } state && IsSendable(state)) headers.TryAddWithoutValidation("tracestate", state);
        }

        foreach (var (name, value) in request.Provider.Spec.Headers)
            if (!IsReserved(name)) headers.TryAddWithoutValidation(name, value);
    }

    // The transport fails on other characters, and a caller's header must not count as the provider's failure.
    private static bool IsSendable(string value) => !value.AsSpan().ContainsAnyExceptInRange(' ', '~');

    // Declared headers are checked when they are declared; these would change the framing or the credential all the same.
    private static bool IsReserved(string name) =>
        name.Equals("authorization", StringComparison.OrdinalIgnoreCase) || name.Equals("api-key", StringComparison.OrdinalIgnoreCase)
        || name.Equals("host", StringComparison.OrdinalIgnoreCase) || name.Equals("cookie", StringComparison.OrdinalIgnoreCase)
        || name.Equals("connection", StringComparison.OrdinalIgnoreCase) || name.Equals("transfer-encoding", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("content-", StringComparison.OrdinalIgnoreCase);

    private static HttpMethod Method(ModelOperation operation) => operation switch
    {
        ModelOperation.RetrieveResponse => HttpMethod.Get,
        ModelOperation.DeleteResponse => HttpMethod.Delete,
        _ => HttpMethod.Post,
    };

    private static ProviderAnswer NotUsable(string reason) => new() { Failure = ProviderFailure.NotUsable, FailureReason = reason };
}
