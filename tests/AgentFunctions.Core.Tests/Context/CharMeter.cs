using AgentFunctions.Core.Context;

namespace AgentFunctions.Core.Tests.Context;

/// <summary>Four characters a token: exact to reckon with, needs no vocabulary.</summary>
internal sealed class CharMeter : ITokenMeter
{
    public int Calls { get; private set; }

    public int Count(string? model, ReadOnlySpan<char> text)
    {
        Calls++;
        return (text.Length + 3) / 4;
    }
}
