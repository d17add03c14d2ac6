using System.Runtime.CompilerServices;

namespace AgentFunctions.Core.Context.Compression;

/// <summary>
/// A sketch of a text by which two can be compared without reading them again: shingles of three words, hashed into 128 buckets of which each keeps its least (one-permutation MinHash). The share of
/// buckets that agree estimates the Jaccard similarity of the shingles, with a standard error of about 0.04.
/// </summary>
internal sealed class Sketch
{
    private const int Buckets = 128;
    private const int LeastWords = 24;

    private readonly uint[] _least = new uint[Buckets];

    /// <summary>null: too short to be worth it.</summary>
    public static Sketch? Of(string text)
    {
        var sketch = new Sketch();
        Array.Fill(sketch._least, uint.MaxValue);
        var words = 0;
        uint before = 0, last = 0, word = 0;
        foreach (var character in text)
        {
            if (char.IsAsciiLetterOrDigit(character) || character > 127)
            {
                word = ((word ^ character) * 0x01000193) + 1;
                continue;
            }

            if (word == 0) continue;
            words++;
            sketch.Add(((ulong)before << 32) ^ ((ulong)last << 16) ^ word);
            (before, last, word) = (last, word, 0);
        }

        return words < LeastWords ? null : sketch;
    }

    public double Similarity(Sketch other)
    {
        int same = 0, filled = 0;
        for (var index = 0; index < Buckets; index++)
        {
            if (_least[index] == uint.MaxValue && other._least[index] == uint.MaxValue) continue;
            filled++;
            if (_least[index] == other._least[index]) same++;
        }

        return filled == 0 ? 0 : (double)same / filled;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(ulong shingle)
    {
        var hash = shingle * 0x9E3779B97F4A7C15UL;
        hash ^= hash >> 29;
        hash *= 0xBF58476D1CE4E5B9UL;
        ref var least = ref _least[hash >> 57];
        least = Math.Min(least, (uint)hash);
    }
}
