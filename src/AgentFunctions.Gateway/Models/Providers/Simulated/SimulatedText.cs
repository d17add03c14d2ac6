using System.Text.Json;

namespace AgentFunctions.Gateway.Models.Providers.Simulated;

/// <summary>The simulated model reads the texts of a request; one with a lone surrogate is valid JSON and yet no text.</summary>
internal static class SimulatedText
{
    public static bool IsReadable(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body);
        try
        {
            while (json.Read())
                if (json.ValueIsEscaped && json.TokenType is JsonTokenType.String or JsonTokenType.PropertyName) json.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
