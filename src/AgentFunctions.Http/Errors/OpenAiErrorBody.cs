using System.Buffers;
using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Http.Hosting;

namespace AgentFunctions.Http.Errors;

/// <summary>OpenAI's error envelope. <c>error.code</c> is always a string: SDKs lose a numeric one.</summary>
internal static class OpenAiErrorBody
{
    public static void Write(IBufferWriter<byte> buffer, ApiError error)
    {
        using var json = new Utf8JsonWriter(buffer, JsonOutput.Options);
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, error.Message);
        json.WriteString("type"u8, error.Type ?? TypeOf(error.Status));
        json.WriteString("param"u8, error.Param);
        json.WriteString("code"u8, error.Code);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string TypeOf(int status) => status switch
    {
        401 => "authentication_error",
        402 => "insufficient_quota",
        403 => "permission_error",
        429 => "rate_limit_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };
}
