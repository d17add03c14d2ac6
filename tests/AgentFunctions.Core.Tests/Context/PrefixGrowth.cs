using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Context.Compression;

namespace AgentFunctions.Core.Tests.Context;

/// <summary>A transcript grown a call of the model at a time: what its contexts came to, and how much of each the next one begins with. Sums over all turns, in tokens.</summary>
internal sealed record PrefixGrowth(int Turns, int Broken, long Kept, long Before, long Sent)
{
    /// <summary>What a cached token costs, as a share of the full price.</summary>
    private const double CachedPrice = 0.1;

    public double Share => (double)Kept / Math.Max(1, Before);

    /// <summary>In tokens at the full price.</summary>
    public double Costs => Sent - (Kept * (1 - CachedPrice));

    public static PrefixGrowth operator +(PrefixGrowth one, PrefixGrowth other) =>
        new(one.Turns + other.Turns, one.Broken + other.Broken, one.Kept + other.Kept, one.Before + other.Before, one.Sent + other.Sent);

    public static PrefixGrowth Of(Transcript transcript, ContextAssembler assembler, CompressionOptions options, IHandleMint mint)
    {
        ContextState? state = null;
        var growth = new PrefixGrowth(0, 0, 0, 0, 0);
        for (var length = 1; length <= transcript.Messages.Count; length++)
        {
            var next = length < transcript.Messages.Count ? ContextSamples.Role(transcript.Messages[length].Message) : "assistant";
            if (next != "assistant") continue;
            var context = assembler.Assemble(new ContextInput([.. transcript.Messages.Take(length)]) { Options = options, Previous = state }, mint).Value!;
            var isBroken = context.Prefix.Tokens < context.Prefix.PreviousTokens;
            growth += state is null
                ? new PrefixGrowth(0, 0, 0, 0, context.TokensAfter)
                : new PrefixGrowth(1, isBroken ? 1 : 0, context.Prefix.Tokens, context.Prefix.PreviousTokens, context.TokensAfter);
            state = context.State;
        }

        return growth;
    }
}
