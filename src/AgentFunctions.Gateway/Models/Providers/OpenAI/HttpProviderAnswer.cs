using System.Globalization;
using System.Net.Http.Headers;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Gateway.Models.Providers.OpenAI;

/// <summary>An HTTP response whose body is still on the wire.</summary>
internal sealed class HttpProviderAnswer : ProviderAnswer
{
    private readonly HttpResponseMessage _response;
    private readonly SpliceContent? _sent;
    private readonly ModelCall _call;

    public HttpProviderAnswer(HttpResponseMessage response, SpliceContent? sent, ModelCall call, Secret? credential)
    {
        (_response, _sent, _call) = (response, sent, call);
        Status = (int)response.StatusCode;
        Credential = credential;
        var headers = response.Headers.NonValidated;
        Headers = new AnswerHeaders(
            PassedOn(response.Content.Headers.NonValidated, "Content-Type"), PassedOn(headers, "openai-processing-ms"), PassedOn(headers, "openai-version"), PassedOn(headers, "x-request-id"));
        ContentLength = response.Content.Headers.ContentLength;
        if (Status >= 400) RetryAfter = ReadRetryAfter(response.Headers);
        Body = response.Content.ReadAsStream();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _response.Dispose();
        if (_sent is not null && !_sent.Close()) _call.BodyEscaped = true;
    }

    /// <summary>A header for the caller; none when the provider put our credential into it.</summary>
    private string? PassedOn(HttpHeadersNonValidated headers, string name) =>
        First(headers, name) is { } value && !(Credential is { } credential && value.Contains(credential.Reveal(), StringComparison.OrdinalIgnoreCase)) ? value : null;

    private static string? First(HttpHeadersNonValidated headers, string name) => headers.TryGetValues(name, out var values) && values.Count > 0 ? values.First() : null;

    private static TimeSpan? ReadRetryAfter(HttpResponseHeaders headers)
    {
        if (First(headers.NonValidated, "retry-after-ms") is { } text && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds is >= 0 and < 1e9)
            return TimeSpan.FromMilliseconds(milliseconds);
        return First(headers.NonValidated, "Retry-After") is { } after && double.TryParse(after, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 1e6
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }
}
