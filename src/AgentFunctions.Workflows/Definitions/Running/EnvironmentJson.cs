using System.Buffers;
using System.Text.Json;

namespace AgentFunctions.Workflows.Definitions.Running;

/// <summary>Makes JSON of values.</summary>
internal static class EnvironmentJson
{
    public static JsonElement Null { get; } = Make(static writer => writer.WriteNullValue());

    public static JsonElement Text(string text) => Make(writer => writer.WriteStringValue(text));

    public static JsonElement Number(int number) => Make(writer => writer.WriteNumberValue(number));

    public static JsonElement Write(IReadOnlyDictionary<string, JsonElement> values) => Make(writer =>
    {
        writer.WriteStartObject();
        foreach (var (name, value) in values)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    });

    public static JsonElement Make(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) write(writer);
        var reader = new Utf8JsonReader(buffer.WrittenSpan, new JsonReaderOptions { MaxDepth = 128 });
        return JsonElement.ParseValue(ref reader);
    }

    public static int SizeOf(JsonElement value) => value.ValueKind == JsonValueKind.Undefined ? 0 : Core.Workflows.WorkflowJson.SizeOf(value);
}
