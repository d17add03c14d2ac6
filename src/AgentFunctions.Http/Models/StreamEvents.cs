using System.Buffers;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;

namespace AgentFunctions.Http.Models;

/// <summary>The events of our own in a stream, in each surface's shape.</summary>
internal static class StreamEvents
{
    private static readonly byte[] Comment = ": keep-alive\n\n"u8.ToArray();

    /// <summary>On chat a valid chunk that says nothing, because some clients choke on comments; an SSE comment elsewhere.</summary>
    public static ReadOnlyMemory<byte> KeepAlive(ModelCall call) => call.Operation == ModelOperation.Chat
        ? Encoding.UTF8.GetBytes($"data: {{\"id\":\"\",\"object\":\"chat.completion.chunk\",\"created\":0,\"model\":\"{JsonEncodedText.Encode(call.Model)}\",\"choices\":[]}}\n\n")
        : Comment;

    /// <summary>The last event of a stream that broke.</summary>
    public static ReadOnlySpan<byte> Error(ModelCall call, ApiError error, int sequence)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        if (call.Operation == ModelOperation.Responses)
        {
            buffer.Write("event: error\ndata: "u8);
            WriteResponsesError(buffer, error, sequence);
        }
        else
        {
            buffer.Write("data: "u8);
            OpenAiErrorBody.Write(buffer, error);
        }

        buffer.Write("\n\n"u8);
        return buffer.WrittenSpan;
    }

    private static void WriteResponsesError(IBufferWriter<byte> buffer, ApiError error, int sequence)
    {
        using var json = new Utf8JsonWriter(buffer, JsonOutput.Options);
        json.WriteStartObject();
        json.WriteString("type"u8, "error"u8);
        json.WriteString("code"u8, error.Code);
        json.WriteString("message"u8, error.Message);
        json.WriteString("param"u8, error.Param);
        json.WriteNumber("sequence_number"u8, sequence);
        json.WriteEndObject();
    }
}
