using System.Buffers;
using System.Text.Json;
using AgentFunctions.Gateway.Tools.Calls;

namespace AgentFunctions.Gateway.Tools.Approvals;

/// <summary>What a question about an outcome shows. Without versions and limits: however they change, it stays the question what became of this call.</summary>
internal static class OutcomeAction
{
    public static ReadOnlyMemory<byte> Write(ToolContext context)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("tool"u8, context.Tool.Id);
        json.WritePropertyName("arguments"u8);
        context.Arguments.WriteTo(json);
        json.WriteString("agent"u8, context.Agent.Id);
        json.WriteString("idempotencyKey"u8, context.Call.IdempotencyKey);
        json.WriteString("question"u8, "It was sent, and no answer came. Did it take effect?");
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
