using System.Globalization;
using System.Net.Http.Headers;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Gateway.Models.Providers.OpenAI;

/// <summary>An HTTP response whose body is still on the wire.</summary>
internal sealed class HttpProviderAnswer : ProviderAnswer
{
    private readonly HttpResponseMessage _response;
    private readonly SpliceContent? _sent;
    private readonly ModelCall _call;

    public HttpProviderAnswer(HttpResponseMessage response, SpliceContent? sent, ModelCall call)
    {
        (_response, _sent, _call) = (response, sent, call);
        Status = (int)response.StatusCode;
        var headers = response.Headers.NonValidated;
        var content = response.Content.Headers.NonValidated;
        Headers = new AnswerHeaders(First(content, "Content-Type"), First(headers, "openai-processing-ms"), First(headers, "openai-version"), First(headers, "x-request-id"));
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

    private static string? First(HttpHeadersNonValidated headers, string name) => headers.TryGetValues(name, out var values) && values.Count > 0 ? values.First() : null;

    private static TimeSpan? ReadRetryAfter(HttpResponseHeaders headers)
    {
        if (First(headers.NonValidated, "retry-after-ms") is { } text && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds < 1e9)
            return TimeSpan.FromMilliseconds(milliseconds);
        return First(headers.NonValidated, "Retry-After") is { } after && double.TryParse(after, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 1e6
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }
}
