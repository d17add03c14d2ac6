using System.Text.Json;

namespace AgentFunctions.Core.Subscriptions.Publishing;

/// <summary>Whether two events of one source and id say the same: their type, subject, person and data. When it was sent, and in which form, makes no other event of it.</summary>
internal static class EventContents
{
    private static readonly string[] Members = ["type", "subject", CloudEventNames.EndUser, "data", "data_base64"];

    public static bool AreSame(JsonElement one, string other)
    {
        using var document = JsonDocument.Parse(other);
        return Members.All(name => JsonElement.DeepEquals(Of(one, name), Of(document.RootElement, name)));
    }

    /// <summary>The JSON format reads null as left out.</summary>
    private static JsonElement Of(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value : Runs.Storage.RunJson.Null;
}
