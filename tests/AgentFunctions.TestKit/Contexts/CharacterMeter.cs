using AgentFunctions.Core.Context;

namespace AgentFunctions.TestKit.Contexts;

/// <summary>Four characters are a token, whatever the model: fast, and easy to reckon with.</summary>
public sealed class CharacterMeter : ITokenMeter
{
    public int Count(string? model, ReadOnlySpan<char> text) => (text.Length + 3) / 4;
}
