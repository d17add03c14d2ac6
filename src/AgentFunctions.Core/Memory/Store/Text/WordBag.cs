namespace AgentFunctions.Core.Memory.Store.Text;

/// <summary>How often each word stands in a text. Words are numbers of <see cref="GivenTexts"/>, in ascending order, each once; those that it does not know are counted alone.</summary>
internal sealed class WordBag
{
    public required int[] Words { get; init; }

    /// <summary>How often the word at this place stands there.</summary>
    public required int[] Times { get; init; }

    /// <summary>How often of these as a number, a name or a negation.</summary>
    public required int[] Decisive { get; init; }

    /// <summary>All words, as often as they stand there.</summary>
    public required int Count { get; init; }

    public required int DecisiveCount { get; init; }

    /// <summary>Different words that were never given.</summary>
    public required int UnknownWords { get; init; }

    /// <summary>What this text and one that was given have in common: work of the shorter list.</summary>
    public WordOverlap With(WordBag given)
    {
        var (few, many) = Words.Length <= given.Words.Length ? (Words, given.Words) : (given.Words, Words);
        var (said, saidDecisive, kept, keptDecisive) = (0, 0, 0, 0);
        for (var i = 0; i < few.Length; i++)
        {
            var j = Array.BinarySearch(many, few[i]);
            if (j < 0) continue;
            var (own, other) = ReferenceEquals(few, Words) ? (i, j) : (j, i);
            said += Times[own];
            saidDecisive += Decisive[own];
            kept += given.Times[other];
            keptDecisive += given.Decisive[other];
        }

        return new WordOverlap(Count - said, DecisiveCount - saidDecisive, kept, given.DecisiveCount - keptDecisive);
    }
}
