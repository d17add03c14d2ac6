using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AgentFunctions.Core.Usage;

/// <summary>A JSON writer that one thread uses again and again: an event is written on every call's way out.</summary>
internal static class UsageBuffer
{
    private const int Initial = 1024;
    private const int MostKept = 64 * 1024;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    /// <summary>What <paramref name="write"/> writes, as bytes of its own. Not for use within itself.</summary>
    public static byte[] Write<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(Initial);
        var json = _writer ??= new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        try
        {
            write(json, value);
            json.Flush();
            return buffer.WrittenSpan.ToArray();
        }
        finally
        {
            buffer.ResetWrittenCount();
            json.Reset();
            if (buffer.Capacity > MostKept) (_buffer, _writer) = (null, null);
        }
    }
}
