using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace AgentFunctions.Core.Memory.Store.Text;

/// <summary>Keys under which texts that say the same are found: texts of nine words in ten alike share one of the five with a probability over 0.998; those of the very same words share the
/// first, however many resemble them. Deterministic; says nothing of the text.</summary>
internal static class MemorySignature
{
    private const int Bands = 5;
    private const int Rows = 3;
    private const ulong Odd = 0x9E37_79B9_7F4A_7C15;

    /// <param name="scope">Only texts of one scope are compared.</param>
    /// <param name="text">The text.</param>
    public static IReadOnlyList<string> Of(string scope, MemoryText text)
    {
        if (text.Words.Count == 0) return [Key(scope, 0, Encoding.UTF8.GetBytes(text.Key))];
        Span<ulong> least = stackalloc ulong[Bands * Rows];
        least.Fill(ulong.MaxValue);
        foreach (var word in text.Words)
        {
            var hash = System.IO.Hashing.XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(word.Stem));
            for (var i = 0; i < least.Length; i++) least[i] = Math.Min(least[i], Mix(hash, i));
        }

        var keys = new string[Bands + 1];
        keys[0] = Key(scope, 0, Encoding.UTF8.GetBytes(text.Key));
        for (var band = 0; band < Bands; band++) keys[band + 1] = Key(scope, band + 1, MemoryMarshal.AsBytes(least.Slice(band * Rows, Rows)));
        return keys;
    }

    private static string Key(string scope, int band, ReadOnlySpan<byte> content)
    {
        var hash = new System.IO.Hashing.XxHash3(band);
        hash.Append(Encoding.UTF8.GetBytes(scope));
        hash.Append("\n"u8);
        hash.Append(content);
        return string.Create(CultureInfo.InvariantCulture, $"{band}{hash.GetCurrentHashAsUInt64():x16}");
    }

    private static ulong Mix(ulong hash, int seed)
    {
        var x = hash ^ (Odd * (ulong)(seed + 1));
        x = (x ^ (x >> 30)) * 0xBF58_476D_1CE4_E5B9;
        x = (x ^ (x >> 27)) * 0x94D0_49BB_1331_11EB;
        return BitOperations.RotateLeft(x ^ (x >> 31), seed);
    }
}
