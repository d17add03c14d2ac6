using System.Text.Json;

namespace AgentFunctions.Gateway.Models.Requests;

/// <summary>What line ends and indentation add where a provider writes JSON one value a line, four spaces a level: a value of two bytes may stand behind 240 spaces.</summary>
internal static class LaidOutLines
{
    /// <summary>Sixteen spaces are one token or less in every vocabulary that knows code, and four spaces are a level.</summary>
    private const int LevelsAToken = 4;

    /// <summary>Tokens.</summary>
    /// <param name="value">A whole JSON value that was read before.</param>
    public static long Tokens(ReadOnlySpan<byte> value)
    {
        var json = new Utf8JsonReader(value);
        var (tokens, isMember) = (0L, false);
        while (json.Read())
        {
            // A member's value stands on the line of its name.
            if (!isMember) tokens += 1 + (json.CurrentDepth / LevelsAToken);
            isMember = json.TokenType == JsonTokenType.PropertyName;
        }

        return tokens;
    }
}
