using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentFunctions.Functions.Durable.Again;

/// <summary>The input of a run that goes on as new with events that had come and were not taken.</summary>
internal sealed record AgainInput([property: JsonPropertyName("$again")] JsonElement Input, Dictionary<string, JsonElement> Events)
{
    private const string Marker = "$again";
    private static readonly Dictionary<string, JsonElement> None = [];

    public static JsonElement Wrap(JsonElement input, Dictionary<string, JsonElement> events) =>
        events.Count == 0 ? input : JsonSerializer.SerializeToElement(new AgainInput(DurablePayload.Defined(input), events), AgainJson.Default.AgainInput);

    public static AgainInput Unwrap(JsonElement input) =>
        input.ValueKind == JsonValueKind.Object && input.GetPropertyCount() == 2 && input.TryGetProperty(Marker, out _) ? input.Deserialize(AgainJson.Default.AgainInput)! : new AgainInput(input, None);
}
