using System.Globalization;
using System.Security.Cryptography;

namespace AgentFunctions.Embedded.Documents;

/// <summary>ETags: 64 bits that no two writes of this process share and that other processes hit only by a chance of 2^-64.</summary>
internal static class DocumentETag
{
    private const ulong Step = 0x9E3779B97F4A7C15;
    private static long _next = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    /// <summary>A bijective mix (splitmix64) of a counter with a random start.</summary>
    public static long Next()
    {
        var mixed = (ulong)Interlocked.Add(ref _next, unchecked((long)Step));
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (long)(mixed ^ (mixed >> 31));
    }

    public static string Format(long etag) => etag.ToString("x16", CultureInfo.InvariantCulture);
}
