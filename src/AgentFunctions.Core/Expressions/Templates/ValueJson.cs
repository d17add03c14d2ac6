using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AgentFunctions.Core.Expressions.Evaluation;

namespace AgentFunctions.Core.Expressions.Templates;

/// <summary>Values as JSON.</summary>
internal static class ValueJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>null, or why it cannot be written.</summary>
    public static ExpressionFailure? TryWrite(ExpressionValue value, int position, out string json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Options);
        var failure = Write(writer, value, position, 0);
        writer.Flush();
        json = failure is null ? Encoding.UTF8.GetString(buffer.WrittenSpan) : "";
        return failure;
    }

    /// <summary>Writes the value; null, or why it cannot be written.</summary>
    public static ExpressionFailure? Write(Utf8JsonWriter writer, ExpressionValue value, int position, int depth)
    {
        if (depth > ExpressionLimits.MaxDataDepth || writer.BytesCommitted + writer.BytesPending > ExpressionLimits.MaxRenderedLength) return StepMeter.TooCostly(position);
        switch (value.Kind)
        {
            case ExpressionKind.Unknown:
                return Operands.Unknown(position);
            case ExpressionKind.Null:
                writer.WriteNullValue();
                return null;
            case ExpressionKind.Boolean:
                writer.WriteBooleanValue(value.AsBoolean() == true);
                return null;
            case ExpressionKind.Number when value.Json.ValueKind == JsonValueKind.Number:
                writer.WriteRawValue(value.Json.GetRawText());
                return null;
            case ExpressionKind.Number:
                writer.WriteNumberValue(value.AsNumber()!.Value);
                return null;
            case ExpressionKind.Text:
                if (value.AsText() is not { } text) return Operands.Unreadable(position);
                writer.WriteStringValue(text);
                return null;
            case ExpressionKind.List:
                writer.WriteStartArray();
                foreach (var item in JsonAccess.Entries(value))
                {
                    if (Write(writer, item, position, depth + 1) is { } failure) return failure;
                }

                writer.WriteEndArray();
                return null;
            default:
                writer.WriteStartObject();
                foreach (var (name, field) in JsonAccess.Fields(value))
                {
                    writer.WritePropertyName(name);
                    if (Write(writer, field, position, depth + 1) is { } failure) return failure;
                }

                writer.WriteEndObject();
                return null;
        }
    }
}
