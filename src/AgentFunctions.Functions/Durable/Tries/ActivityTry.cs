using System.Text.Json;
using AgentFunctions.Core.Workflows;

namespace AgentFunctions.Functions.Durable.Tries;

/// <summary>
/// A try of an activity that another may follow. Its failure travels as a value: a rewind by Durable Task takes every failed activity out of the history, also those that a retry made good, and the code no longer fits what is
/// left. So only the last try fails for Durable Task, and a rewind runs that one again.
/// </summary>
internal static class ActivityTry
{
    private const string Marker = "$try";

    public static JsonElement Wrap(JsonElement input) => JsonSerializer.SerializeToElement(new TryInput(DurablePayload.Defined(input)), TryJson.Default.TryInput);

    /// <summary>The activity's own input; null where this is no such try.</summary>
    public static JsonElement? Unwrap(JsonElement input) =>
        input.ValueKind == JsonValueKind.Object && input.GetPropertyCount() == 1 && input.TryGetProperty(Marker, out var inner) ? inner : null;

    public static JsonElement Succeeded(JsonElement output) => JsonSerializer.SerializeToElement(new TryOutput(DurablePayload.Defined(output), null), TryJson.Default.TryOutput);

    public static JsonElement Failed(WorkflowFailure failure) => JsonSerializer.SerializeToElement(new TryOutput(DurablePayload.Null, failure), TryJson.Default.TryOutput);

    /// <exception cref="WorkflowTaskFailedException">The try failed.</exception>
    public static JsonElement Read(string activity, JsonElement answer)
    {
        var output = answer.Deserialize(TryJson.Default.TryOutput)!;
        return output.Failure is { } failure ? throw new WorkflowTaskFailedException(activity, failure) : output.Output;
    }
}
