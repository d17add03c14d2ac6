using AgentFunctions.Core.Context.Assembly;

namespace AgentFunctions.Core.Tests.Context;

/// <summary>A context grown a call of the model at a time: what its contexts came to, and how much of each the next one begins with. Sums over all turns, in tokens.</summary>
internal sealed record PrefixGrowth(int Turns, int Broken, long Kept, long Before, long Sent)
{
    /// <summary>What a cached token costs, as a share of the full price.</summary>
    private const double CachedPrice = 0.1;

    public double Share => (double)Kept / Math.Max(1, Before);

    /// <summary>In tokens at the full price.</summary>
    public double Costs => Sent - (Kept * (1 - CachedPrice));

    public static PrefixGrowth operator +(PrefixGrowth one, PrefixGrowth other) =>
        new(one.Turns + other.Turns, one.Broken + other.Broken, one.Kept + other.Kept, one.Before + other.Before, one.Sent + other.Sent);

    /// <param name="input">The whole, and how it is assembled.</param>
    /// <param name="assembler">What assembles it.</param>
    /// <param name="mint">Names what is left out.</param>
    /// <param name="keepsState">Whether each context is given the state of the one before, or only the messages.</param>
    public static PrefixGrowth Of(ContextInput input, ContextAssembler assembler, IHandleMint mint, bool keepsState)
    {
        ContextState? state = null;
        var growth = new PrefixGrowth(0, 0, 0, 0, 0);
        for (var length = 1; length <= input.Messages.Count; length++)
        {
            var next = length < input.Messages.Count ? ContextSamples.Role(input.Messages[length].Message) : "assistant";
            if (next != "assistant") continue;
            var context = assembler.Assemble(input with { Messages = [.. input.Messages.Take(length)], Previous = keepsState ? state : null }, mint).Value!;
            growth += state is null ? new PrefixGrowth(0, 0, 0, 0, context.TokensAfter) : Next(state.Sent, context.State.Sent);
            state = context.State;
        }

        return growth;
    }

    private static PrefixGrowth Next(IReadOnlyList<SentMessage> before, IReadOnlyList<SentMessage> after)
    {
        long kept = before.Zip(after).TakeWhile(static pair => pair.First == pair.Second).Sum(static pair => pair.First.Tokens);
        long whole = before.Sum(static message => message.Tokens);
        return new PrefixGrowth(1, kept < whole ? 1 : 0, kept, whole, after.Sum(static message => message.Tokens));
    }
}
