using AgentFunctions.Core.Context;

namespace AgentFunctions.Gateway.Models.Tokens;

/// <summary>Counts with the vocabulary that a model of that name uses.</summary>
internal sealed class TokenMeter(TokenCounter counter) : ITokenMeter
{
    public int Count(string? model, ReadOnlySpan<char> text) => (int)Math.Min(int.MaxValue, counter.Count(TokenEncodings.OfName(model), text));
}
