using AgentFunctions.Gateway.Models.Answers;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Models;

/// <summary>Writes whole answers, and the headers that all answers of providers share.</summary>
internal static class ModelAnswerWriter
{
    private const int MaxHeader = 256;
    private const string Json = "application/json";

    public static Task WriteAsync(HttpContext context, WholeModelAnswer answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        WriteHeaders(response, answer.Headers, Json);
        response.ContentLength = answer.Body.Length;
        return response.Body.WriteAsync(answer.Body, context.RequestAborted).AsTask();
    }

    public static void WriteHeaders(HttpResponse response, in AnswerHeaders headers, string contentType)
    {
        response.ContentType = Clean(headers.ContentType) ?? contentType;
        if (Clean(headers.ProcessingMs) is { } processing) response.Headers["openai-processing-ms"] = processing;
        if (Clean(headers.Version) is { } version) response.Headers["openai-version"] = version;
        if (Clean(headers.UpstreamRequestId) is { } id) response.Headers["x-upstream-request-id"] = id;
    }

    // What a provider sends goes into our header block: printable ASCII only, and not without end.
    private static string? Clean(string? value) => string.IsNullOrEmpty(value) || value.Length > MaxHeader || value.AsSpan().ContainsAnyExceptInRange(' ', '~') ? null : value;
}
