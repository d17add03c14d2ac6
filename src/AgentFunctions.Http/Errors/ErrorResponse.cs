using System.Buffers;
using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.RequestIdentity;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Errors;

/// <summary>Writes an <see cref="ApiError"/> in the shape its surface promises.</summary>
public static class ErrorResponse
{
    private const int MinRetrySeconds = 1;
    private const int MaxRetrySeconds = 120;

    /// <summary>Writes status, headers and body. The response must not have started.</summary>
    public static async Task WriteErrorAsync(this HttpContext context, ApiError error)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(error);
        var state = context.State();
        state.ErrorCode = error.Code;
        var response = context.Response;
        response.StatusCode = error.Status;
        WriteHeaders(response, error);

        var buffer = new ArrayBufferWriter<byte>(512);
        if (ErrorFormat.IsOpenAi(context.Request.Path))
        {
            response.ContentType = "application/json; charset=utf-8";
            OpenAiErrorBody.Write(buffer, error);
        }
        else
        {
            response.ContentType = "application/problem+json";
            WriteProblem(buffer, error, state.RequestId);
        }

        response.ContentLength = buffer.WrittenCount;
        if (!HttpMethods.IsHead(context.Request.Method)) await response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }

    private static void WriteHeaders(HttpResponse response, ApiError error)
    {
        var headers = response.Headers;
        if (error.ShouldRetry is { } shouldRetry) headers[HeaderNames.ShouldRetry] = shouldRetry ? "true" : "false";
        if (error.Status == StatusCodes.Status401Unauthorized) headers.WWWAuthenticate = "Bearer";
        if (error.Status is not (408 or 429 or >= 500)) return;

        var wait = error.RetryAfter ?? TimeSpan.FromSeconds(MinRetrySeconds);
        var seconds = Math.Clamp((int)Math.Ceiling(wait.TotalSeconds), MinRetrySeconds, MaxRetrySeconds);
        var milliseconds = Math.Clamp((long)wait.TotalMilliseconds, 1, MaxRetrySeconds * 1000L);
        headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        headers[HeaderNames.RetryAfterMs] = milliseconds.ToString(CultureInfo.InvariantCulture);
    }

    // RFC 9457. `code` is the stable name; `errors` lists every finding of a validation.
    private static void WriteProblem(IBufferWriter<byte> buffer, ApiError error, string requestId)
    {
        using var json = new Utf8JsonWriter(buffer, JsonOutput.Options);
        json.WriteStartObject();
        json.WriteString("type"u8, "urn:agentfunctions:error:" + error.Code);
        json.WriteString("title"u8, error.Code.Replace('_', ' '));
        json.WriteNumber("status"u8, error.Status);
        json.WriteString("detail"u8, error.Message);
        json.WriteString("code"u8, error.Code);
        if (error.Param is { } param) json.WriteString("param"u8, param);
        json.WriteString("requestId"u8, requestId);
        if (error.Details.Count > 0)
        {
            json.WriteStartArray("errors"u8);
            foreach (var detail in error.Details)
            {
                json.WriteStartObject();
                json.WriteString("path"u8, detail.Path);
                json.WriteString("message"u8, detail.Message);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
