using AgentFunctions.Core.Context;

namespace AgentFunctions.Http.Tests.Sessions;

/// <summary>Four characters are a token; knows how many it was asked to count.</summary>
internal sealed class CountingMeter : ITokenMeter
{
    private long _characters;

    public long Characters => Interlocked.Read(ref _characters);

    public int Count(string? model, ReadOnlySpan<char> text)
    {
        Interlocked.Add(ref _characters, text.Length);
        return (text.Length + 3) / 4;
    }
}
