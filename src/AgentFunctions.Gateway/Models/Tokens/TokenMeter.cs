using AgentFunctions.Core.Context;

namespace AgentFunctions.Gateway.Models.Tokens;

/// <summary>Counts for those who know no vocabularies, with the one that the name of the model means to the gateway.</summary>
internal sealed class TokenMeter(TokenCounter counter) : ITokenMeter
{
    public int Count(string? model, ReadOnlySpan<char> text) => (int)Math.Min(int.MaxValue, counter.Count(TokenEncodings.OfName(model), text));
}
