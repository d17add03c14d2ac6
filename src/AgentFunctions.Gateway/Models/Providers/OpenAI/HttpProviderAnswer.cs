using System.Net.Http.Headers;
using AgentFunctions.Core.Secrets;

namespace AgentFunctions.Gateway.Models.Providers.OpenAI;

/// <summary>An HTTP response whose body is still on the wire.</summary>
internal sealed class HttpProviderAnswer : ProviderAnswer
{
    private readonly HttpResponseMessage _response;
    private readonly UpstreamWriter _sent;

    public HttpProviderAnswer(HttpResponseMessage response, UpstreamWriter sent, Secret? credential)
    {
        (_response, _sent) = (response, sent);
        Status = (int)response.StatusCode;
        Credential = credential;
        var headers = response.Headers.NonValidated;
        Headers = UpstreamAnswerHeaders.Read(name => First(headers, name), First(response.Content.Headers.NonValidated, "Content-Type"), credential);
        ContentLength = response.Content.Headers.ContentLength;
        if (Status >= 400) RetryAfter = UpstreamAnswerHeaders.RetryAfter(name => First(headers, name));
        Body = response.Content.ReadAsStream();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _response.Dispose();
        _sent.Close();
    }

    private static string? First(HttpHeadersNonValidated headers, string name) => headers.TryGetValues(name, out var values) && values.Count > 0 ? values.First() : null;
}
