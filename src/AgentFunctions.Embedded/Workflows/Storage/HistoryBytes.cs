using System.Text.Json;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Core.Workflows.Replay;

namespace AgentFunctions.Embedded.Workflows.Storage;

/// <summary>Events and failures as they are stored.</summary>
internal static class HistoryBytes
{
    public static byte[] Write(HistoryEvent value) => JsonSerializer.SerializeToUtf8Bytes(value, HistoryJson.Default.HistoryEvent);

    public static HistoryEvent Read(ReadOnlySpan<byte> body) => JsonSerializer.Deserialize(body, HistoryJson.Default.HistoryEvent)!;

    public static byte[]? Write(WorkflowFailure? failure) => failure is null ? null : JsonSerializer.SerializeToUtf8Bytes(failure, HistoryJson.Default.WorkflowFailure);

    public static WorkflowFailure? ReadFailure(byte[]? body) => body is null ? null : JsonSerializer.Deserialize(body, HistoryJson.Default.WorkflowFailure);

    public static byte[]? Write(JsonElement? value) =>
        value is { ValueKind: not JsonValueKind.Undefined } element ? System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(element).ToArray() : null;

    public static JsonElement? ReadElement(byte[]? body)
    {
        if (body is null)
            return null;
        var reader = new Utf8JsonReader(body);
        return JsonElement.ParseValue(ref reader);
    }
}
