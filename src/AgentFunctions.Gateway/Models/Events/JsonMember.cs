using System.Text.Json;

namespace AgentFunctions.Gateway.Models.Events;

/// <summary>Looks ahead, on a copy of a reader, for a member that decides what the others mean and may stand behind them.</summary>
internal static class JsonMember
{
    /// <summary>Finds a direct member of the object under the reader.</summary>
    /// <param name="json">Stands on the object's start, or on the value of one of its members: then looks at those behind it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="value">Stands on its value.</param>
    public static bool TryFind(Utf8JsonReader json, ReadOnlySpan<byte> name, out Utf8JsonReader value)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = json.ValueTextEquals(name);
            json.Read();
            if (isIt)
            {
                value = json;
                return true;
            }

            json.Skip();
        }

        value = default;
        return false;
    }

    /// <summary>An index among those behind the value under the reader; null when it is not there or no number.</summary>
    public static int? FindIndexBehind(Utf8JsonReader json)
    {
        json.Skip();
        return TryFind(json, "index"u8, out var value) ? Index(in value) : null;
    }

    public static int? Index(in Utf8JsonReader json) => json.TokenType == JsonTokenType.Number && json.TryGetInt32(out var index) ? index : null;
}
