using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AgentFunctions.Core.Workflows;

/// <summary>How inputs, outputs and events are written unless a registration says otherwise.</summary>
public static class WorkflowJson
{
    /// <summary>camelCase, read without regard to case, by reflection; a registration with a source-generated context avoids that.</summary>
    public static JsonSerializerOptions Default { get; } = Create();

    /// <summary>Size of a value as UTF-8 JSON.</summary>
    public static int SizeOf(JsonElement value) => value.ValueKind == JsonValueKind.Undefined ? 0 : JsonMarshal.GetRawUtf8Value(value).Length;

    /// <summary>Size of a status as UTF-16 JSON, which is how Durable Task measures it.</summary>
    public static int StatusSizeOf(JsonElement value) => value.ValueKind == JsonValueKind.Undefined ? 0 : value.GetRawText().Length * sizeof(char);

    /// <summary>null where the value may travel; else what is wrong, naming <paramref name="what"/>.</summary>
    public static WorkflowFailure? TooLarge(JsonElement value, string what) =>
        SizeOf(value) is var size && size > WorkflowLimits.MaxPayloadBytes
            ? new WorkflowFailure(WorkflowFailureTypes.PayloadTooLarge, $"{what} has {size} bytes as JSON; at most {WorkflowLimits.MaxPayloadBytes} are allowed. Pass larger content as a reference.")
            : null;

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
        options.MakeReadOnly();
        return options;
    }
}
