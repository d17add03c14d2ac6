using System.Buffers;
using System.Text.Json;

namespace AgentFunctions.Core.Runs.Writing;

/// <summary>An event about to be written; it gets its number with the write.</summary>
/// <param name="Type">A name of <see cref="Following.RunEventTypes"/>.</param>
/// <param name="Data">An object.</param>
internal sealed record RunEventDraft(string Type, JsonElement Data)
{
    public static RunEventDraft Of(string type, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return new RunEventDraft(type, document.RootElement.Clone());
    }
}
